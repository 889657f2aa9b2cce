"""The commands beside the product."""
