"""App documents: their models, their problems, their drafts and their published versions."""
