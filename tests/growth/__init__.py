"""Texts that are built to be slow cost no more than others of their length."""
