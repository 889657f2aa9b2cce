"""Tests of the registry of a carrier that takes files."""
