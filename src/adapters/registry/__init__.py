"""Connections to carriers' member registries, one folder a registry."""
