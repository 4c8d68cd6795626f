"""Reports: definition to plan, rows to frame."""
