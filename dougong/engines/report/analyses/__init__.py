"""One file an analysis."""
