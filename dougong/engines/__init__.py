"""Pure engines: definition in, decision and effects out. No SQL, no HTTP, no clock."""
