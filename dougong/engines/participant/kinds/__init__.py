"""One file per way of naming people; each exports ``PARTICIPANT``."""
