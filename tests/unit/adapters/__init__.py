"""Tests of what an adapter promises beyond its port."""
