"""Working time and holidays."""
