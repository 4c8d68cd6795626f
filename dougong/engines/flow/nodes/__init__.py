"""One file per node kind; each exports ``NODE``."""
