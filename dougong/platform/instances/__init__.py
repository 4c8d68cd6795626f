"""Running flows: instances with their state, the log of their events, and the tasks people have."""
