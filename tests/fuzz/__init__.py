"""Good uploads made bad, in a great many ways: whatever comes of it, it must be bearable."""
