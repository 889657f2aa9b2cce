"""The admin's pages of enrollments, with the library's own import: preview, then confirm."""

from django.contrib import admin
from import_export.admin import ImportMixin

from bench.peers.django_site.models import Enrollment
from bench.peers.django_site.resources import EnrollmentResource


@admin.register(Enrollment)
class EnrollmentAdmin(ImportMixin, admin.ModelAdmin):
    """Shows as many at once as our pages do."""

    resource_classes = (EnrollmentResource,)
    list_display = ("last_name", "first_name", "birth_date", "relationship", "plan")
    list_per_page = 50
