"""Tasks that run again and again: one file each, with the constant ``PERIODIC`` (a ``PeriodicTask``)."""
