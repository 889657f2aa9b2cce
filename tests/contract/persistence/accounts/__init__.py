"""What every persistence must do about people who sign in."""
