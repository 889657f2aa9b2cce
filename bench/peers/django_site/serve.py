"""``python -m bench.peers.django_site.serve PORT``: the site over a database of its own, by
waitress, with as many threads as that takes by itself."""

import os
import sys

import django
import waitress
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from bench.peers.django_site import PASSWORD, USER


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.peers.django_site.settings"
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    from django.contrib.auth.models import User  # not before the set-up

    User.objects.create_superuser(USER, password=PASSWORD)
    waitress.serve(get_wsgi_application(), host="127.0.0.1", port=int(sys.argv[1]))


if __name__ == "__main__":
    main()
