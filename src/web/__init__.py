"""The site: pages, forms and the command line, thin over the services of the domain."""
