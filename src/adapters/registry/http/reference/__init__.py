"""A small registry that keeps the published contract, to try the site with and to copy from.

    python -m adapters.registry.http.reference --port 8900 --data FOLDER

``app.py`` is the HTTP side, ``desk.py`` what a carrier does behind it: here the demonstration's
registry, in a SQLite file of its own.
"""
