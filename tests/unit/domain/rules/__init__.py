"""Tests of the rules about rows, one concern a file."""
