"""One file a way of naming people."""
