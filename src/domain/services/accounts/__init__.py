"""Use cases of people who sign in, and of those who let them in."""
