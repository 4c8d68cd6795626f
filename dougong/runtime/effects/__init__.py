"""What the worker does with a promised job; one file a kind."""
