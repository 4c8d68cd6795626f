"""The kernel: everything that remembers."""
