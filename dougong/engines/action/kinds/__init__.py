"""One file per action; each exports ``ACTION``."""
