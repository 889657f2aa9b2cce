"""From an uploaded file's bytes to the cells in it: all that touches what a stranger has made.

It runs in processes of its own (``adapters.readers``), so it imports little: no
openpyxl, nothing of the web, no settings, and of the domain only what a cell is.
"""
