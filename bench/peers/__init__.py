"""Ours beside others in one run: ``make bench-peers``.

Each side is a process of its own: the site as ``enroll serve`` runs it, a Django site with
django-import-export, and Frictionless, the latter two in ``.venv-peers``. Modules that run there
are ``django_site`` and ``table_schema``; they import nothing of ours.
"""
