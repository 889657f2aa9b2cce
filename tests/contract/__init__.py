"""One suite a port, run on its fake and on every real adapter."""
