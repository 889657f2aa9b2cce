"""Every address of the site, from its own route table, against all that must hold for each."""
