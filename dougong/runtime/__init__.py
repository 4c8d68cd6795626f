"""The HTTP shell and use cases of daily work."""
