"""First-party plugins; they import plugins.api only."""
