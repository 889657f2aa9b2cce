"""People who sign in: who they are, and how they show it."""
