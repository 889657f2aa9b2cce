"""The processes that read files, as the site sees them and from inside."""
