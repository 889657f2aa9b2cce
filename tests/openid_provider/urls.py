"""The provider's pages."""

from typing import Any

from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

_PAGE = """<!doctype html><title>Redwood ID</title><h1>Redwood ID</h1>
<form method="post">{% csrf_token %}{{ form.as_p }}<button>Log in</button></form>"""


class Login(LoginView):
    def render_to_response(self, context: dict[str, Any], **_: Any) -> HttpResponse:
        return HttpResponse(Template(_PAGE).render(RequestContext(self.request, context)))


urlpatterns = [
    path("login/", Login.as_view()),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]
