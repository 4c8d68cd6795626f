"""What the command line can do; one file for each command, listed in ``cli``."""
