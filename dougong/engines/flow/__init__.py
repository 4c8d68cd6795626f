"""Flows: a directed acyclic graph of nodes, advanced by events."""
