"""The site over its services, asked as browsers ask it."""
