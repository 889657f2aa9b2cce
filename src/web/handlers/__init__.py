"""What the site answers at each address: one module a resource, each with its ``HANDLERS``."""
