"""Keeping people who sign in."""
