"""Rules: events, conditions, actions."""
