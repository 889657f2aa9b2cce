"""Who is asking, from where, and what browsers may do with our pages."""
