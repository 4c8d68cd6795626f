"""Who may do what to which rows and fields, compiled once per version."""
