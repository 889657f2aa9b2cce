"""A Django site whose admin imports enrollments with django-import-export.

Tuned as the library's page on bulk imports advises for imports that only create: bulk operations,
no look-up of an instance a row, no diff; and one query a file for duplicates.
"""

USER, PASSWORD = "alex", "correct horse battery"
IMPORT = "/admin/django_site/enrollment/import/"
CONFIRM = "/admin/django_site/enrollment/process_import/"

COUNTED = "X-Statements"
"""Asked with this header, a page is answered with it: database statements / commits."""
