"""Processes that carry out promises."""
