"""Dougong: apps as documents, interpreted by pure engines."""
