"""What signing in asks of the outside."""
