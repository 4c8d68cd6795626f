"""Functions that SQLite lacks, registered on each connection."""

import sqlite3


def register(connection: sqlite3.Connection) -> None:
    """Teach one connection our functions."""
