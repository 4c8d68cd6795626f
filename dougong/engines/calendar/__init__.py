"""Working time: which days and hours count, and when a deadline falls."""
