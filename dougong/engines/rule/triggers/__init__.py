"""One file a trigger."""
