"""What one expression may cost. Every limit has a problem of its own, so a hostile expression ends with a clear one."""

MAX_LENGTH = 10_000
MAX_DEPTH = 64
MAX_NODES = 1_000
MAX_LIST = 10_000
MAX_STEPS = 1_000_000
MAX_TEXT = 100_000
MAX_DIGITS = 38
