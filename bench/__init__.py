"""Measurements that anybody can repeat: ``make bench``. Every figure is a ratio within one run."""
