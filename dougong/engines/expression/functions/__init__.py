"""The functions of the language by family, dates in two modules; each exports ``FUNCTIONS``."""
