"""The functions of the language, one module a family; each exports ``FUNCTIONS``."""
