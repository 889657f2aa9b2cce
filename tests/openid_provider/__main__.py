"""An organization's identity provider, made of Django and Django OAuth Toolkit: what it signs, whom
it sends where and what it asks for (PKCE, a registered address, a client's secret) is their work.

Run as ``python -m tests.openid_provider PORT FOLDER USERS APPLICATION``, the last two in JSON.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import django
import uvicorn
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings


def configure(folder: Path, issuer: str) -> None:
    key = generate_private_key(65537, 2048)
    settings.configure(
        SECRET_KEY="of a provider for tests",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="tests.openid_provider.urls",
        USE_TZ=True,
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(folder / "provider.sqlite3"),
            }
        },
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        LOGIN_URL="/login/",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_ISS_ENDPOINT": issuer,
            "OIDC_RSA_PRIVATE_KEY": key.private_bytes(
                Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
            ).decode(),
            "PKCE_REQUIRED": True,
            "SCOPES": {"openid": "Who you are", "email": "Your e-mail"},
            "OAUTH2_VALIDATOR_CLASS": "tests.openid_provider.claims.Claims",
        },
    )
    django.setup()


def fill(users: Sequence[Mapping[str, Any]], application: Mapping[str, str]) -> None:
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    for one in users:
        # What it says of them beside their e-mail is kept where there is room.
        claims = json.dumps(one["claims"])
        User.objects.create_user(one["name"], one["email"], one["password"], last_name=claims)
    Application.objects.create(
        client_type="confidential",
        authorization_grant_type="authorization-code",
        algorithm="RS256",
        skip_authorization=True,
        **application,
    )


def main(port: int, folder: str, users: str, application: str) -> None:
    configure(Path(folder), f"http://127.0.0.1:{port}/o")
    fill(json.loads(users), json.loads(application))
    from django.core.asgi import get_asgi_application

    uvicorn.run(get_asgi_application(), host="127.0.0.1", port=port, log_level="warning")


main(int(sys.argv[1]), *sys.argv[2:])
