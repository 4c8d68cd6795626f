"""Keyword search over the records a person may read."""
