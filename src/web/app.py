"""The application: routes, and what stands before and behind every one of them."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Response, Router, route
from litestar.config.compression import CompressionConfig
from litestar.datastructures import CacheControlHeader
from litestar.di import Provide
from litestar.exceptions import NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath
from litestar.static_files import create_static_files_router

from domain.accounts.throttling import Client
from web import paths
from web.background import Background
from web.bulkheads import THREADS
from web.errors import ErrorPages, note_refusals
from web.forms import FORM_LIMIT, Bodies, Form, form_of
from web.handlers import found_handlers
from web.handlers.accounts import sign_in
from web.handlers.accounts.proof import ask_for_proof
from web.handlers.accounts.sign_in_flow import SignInFlow
from web.logs import Requests, log_answer
from web.metrics import count_answer
from web.readiness import Readiness
from web.rendering import STATIC, Renderer, SiteFacts, assets
from web.screen import Anyone, Screen
from web.security.away import Away
from web.security.csrf import Connection, Tokens, needs_token
from web.security.devices import Devices, client_of
from web.security.headers import needs_host, security_headers
from web.security.proof import ProofNeeded, needs_proof, renewed_cookie
from web.security.roles import needs_role
from web.security.second_factor import SecondFactorNeeded, needs_second_factor
from web.security.visits import Cookies, SignInNeeded, Visits, needs_session, token_in, visit_of
from web.services import Services
from web.settings import Settings
from web.upload_slots import UploadSlots

_PUBLIC_FILES = {"public": True, "sessionless": True}


def create_app(services: Services, settings: Settings, *, background: bool = True) -> Litestar:
    """The site over these services. ``background`` False leaves deliveries and purges to others,
    as tests do and servers that have a process of their own for them."""
    carrier = services.groups.carrier
    site = SiteFacts(
        carrier_name=carrier.name,
        kept_days=carrier.settings.saved_for_days,
        demonstration=settings.demonstration,
        provider_name=services.single_sign_on.name,
    )
    renderer = Renderer(site, settings.time_zone)
    tokens = Tokens(settings.secret_key)
    cookies = Cookies(settings.https)
    devices = Devices(settings.secret_key)
    away = Away(settings.secret_key, services.clock)
    errors = ErrorPages(renderer, tokens)
    readiness = Readiness(services)
    upload_slots = UploadSlots(settings.readers)
    required = settings.second_factor == "required"

    def screen_for(request: Anyone) -> Screen:
        return Screen(request, renderer, services, tokens, factor_required=required)

    def flow_for(request: Anyone) -> SignInFlow:
        return SignInFlow(screen_for(request), request, tokens, cookies, devices)

    def client_for(request: Anyone) -> Client:
        """Where a try of whoever is signed in comes from."""
        email = screen_for(request).administrator.email
        return client_of(request, devices, cookies, email)

    def cookie_for(connection: Connection, handler: BaseRouteHandler) -> str | None:
        """What the form's token is bound to: the session, or on the sign-in page the visit."""
        if handler.opt.get("token_of") == "visit":
            return token_in(connection, cookies.visit)
        visit = visit_of(connection)
        return visit.token if visit else None

    def ask_to_sign_in(request: Anyone, needed: SignInNeeded) -> Response[Any]:
        return sign_in.ask_to_sign_in(flow_for(request), needed)

    def set_up_first(request: Anyone, _: SecondFactorNeeded) -> Response[Any]:
        return screen_for(request).leave(paths.SECOND_FACTOR)

    @asynccontextmanager
    async def working(_: Litestar) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
        jobs = Background(services, delivers=settings.delivery == "server")
        if background:
            jobs.start()
        try:
            yield
        finally:
            jobs.stop()
            services.upkeep.close()

    return Litestar(
        # In one router: Litestar prepares handlers of one path that are registered one by one
        # more than once, and those that run in threads then answer with a coroutine.
        route_handlers=[Router("/", route_handlers=[*found_handlers(), nowhere]), _static()],
        dependencies={
            "services": Provide(lambda: services, sync_to_thread=False),
            "settings": Provide(lambda: settings, sync_to_thread=False),
            "upload_slots": Provide(lambda: upload_slots, sync_to_thread=False),
            "readiness": Provide(lambda: readiness, sync_to_thread=False),
            "screen": Provide(screen_for, sync_to_thread=False),
            "form": Provide(_form),
            "flow": Provide(flow_for, sync_to_thread=False),
            "away": Provide(lambda: away, sync_to_thread=False),
            "client": Provide(client_for, sync_to_thread=False),
            "our_cookies": Provide(lambda: cookies, sync_to_thread=False),
        },
        # The first guard that refuses decides, so the order counts.
        guards=[
            needs_host(settings.allowed_hosts),
            needs_session(tokens, cookies),
            needs_second_factor(required),
            needs_role,
            needs_token(tokens, cookie_for),
            needs_proof(services.access, services.proving, devices, cookies),
        ],
        middleware=[Requests(), Bodies(), Visits(services.access, cookies)],
        exception_handlers={
            SignInNeeded: ask_to_sign_in,
            SecondFactorNeeded: set_up_first,
            ProofNeeded: lambda request, needed: ask_for_proof(
                screen_for(request), request, needed
            ),
            **errors.handlers(),
        },
        after_exception=[note_refusals(services.auditing)],
        before_send=[
            security_headers(settings.https),
            renewed_cookie(cookies),
            log_answer,
            count_answer,
        ],
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=5),
        lifespan=[working],
        request_max_body_size=FORM_LIMIT,
        openapi_config=None,
        logging_config=None,
        debug=False,
    )


async def _form(request: Anyone) -> Form:
    return await form_of(request)


@route(
    paths.ANYWHERE_ELSE,
    http_method=["GET", "POST", "PUT", "PATCH", "DELETE"],
    opt={"public": True, "changes_nothing": True},
    sync_to_thread=False,
)
def nowhere(address: FromPath[str]) -> None:
    """Any other address. It is a route so that the error page knows who is signed in."""
    raise NotFoundException


def _static() -> Any:
    """Our own files, under an address that changes with them: browsers may keep them for ever."""
    ours = frozenset(f"/{one.relative_to(STATIC).as_posix()}" for one in STATIC.rglob("*.*"))

    def is_ours(connection: Connection, _: BaseRouteHandler) -> None:
        # The file system is asked for nothing else: it fails at some names, such as long ones.
        if str(connection.path_params["file_path"]) not in ours:
            raise NotFoundException

    return create_static_files_router(
        path=assets(),
        directories=[STATIC],
        cache_control=CacheControlHeader(public=True, max_age=31_536_000, immutable=True),
        guards=[is_ours],
        opt=_PUBLIC_FILES,
    )
