"""What rules, buttons and flow nodes do."""
