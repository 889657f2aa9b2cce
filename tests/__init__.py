"""Tests of everything below the browser; they mirror src."""
