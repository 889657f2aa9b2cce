"""Stand-ins for what signing in asks of the outside."""
