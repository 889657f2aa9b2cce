"""What people do with the product: one module a family of use cases."""
