"""Dougong: apps as documents, interpreted by pure engines."""

__version__ = "0.1.0"
