"""The HTTP registry: its client, its published contract, its reference server."""
