"""Processes that read files, so that what a file does to its reader, it does to nothing else."""
