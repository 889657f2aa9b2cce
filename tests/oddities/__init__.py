"""Odd workbooks, made in code in the template's own shape, and what comes of each.

``catalogue.ODDITIES`` holds them all; ``docs/workbooks.md`` is written from it.
"""
