"""Signing in and out, one's own account, and who may do what."""
