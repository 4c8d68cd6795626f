"""One language for every formula, condition, default, row right, rule and measure."""
