"""Large registries, many uploads at once, and thousands of them: ``make bench-scale``."""
