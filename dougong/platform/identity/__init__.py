"""Who there is: people, departments, role members, and the ways in: passwords, sessions, API keys."""
