"""The HTTP shell that builds apps."""
