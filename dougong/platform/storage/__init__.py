"""Where records live, and the one door to them."""
