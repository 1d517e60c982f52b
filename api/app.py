"""The app: its parts put together."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from copy import copy
from functools import cache

from fastapi import APIRouter, Depends, FastAPI
from starlette.datastructures import State

from api import (
    account,
    agent_rounds,
    alert_rules,
    api_keys,
    approval_page,
    approvals,
    audit,
    audit_export,
    auth,
    blobs,
    bulk,
    circuits,
    codec,
    connecting,
    copilot,
    credentials,
    dashboard,
    dead_letters,
    document,
    domain_events,
    drafts,
    events,
    exchange,
    expressions,
    folders,
    forks,
    health,
    invitations,
    knowledge,
    knowledge_documents,
    knowledge_entities,
    mcp_server,
    members,
    memories,
    metrics,
    models,
    node_types,
    notification_rules,
    notifications,
    oidc,
    passkeys,
    password_reset,
    presence,
    problems,
    queues,
    run_control,
    run_events,
    run_pieces,
    runs,
    saved_filters,
    second_factor,
    service_accounts,
    sharing,
    slack_clicks,
    specifications,
    step_acts,
    step_logs,
    templates,
    test_runs,
    versions,
    workflow_list,
    workflow_settings,
    workflows,
    workspaces,
)
from api.access import OwnScope, signed_in
from api.body_limits import BodyLimits
from api.chats import pages as chat_pages
from api.chats import routes as chats
from api.evaluations import data_sets, gates
from api.evaluations import routes as evaluations
from api.request_log import RequestLog
from api.request_rates import AddressRates
from api.route_index import RouteIndex
from api.security_headers import OtherOrigins, SecurityHeaders
from api.services import Services
from api.triggers import capturing, forms, hooks, samples, scheduling
from api.triggers import routes as triggers
from api.web import WebApp
from store import starting

SETTLE_SECONDS = 5.0
"""What was answered already may take so long to be started, at the end of the process."""
V1 = (
    auth, api_keys, credentials, connecting, workflow_list, workflows, folders, sharing, exchange, templates, dashboard, workflow_settings, drafts, presence, versions, runs, run_events, run_pieces, node_types, specifications, expressions, blobs,
    audit, audit_export, run_control, step_acts, events, approvals, forks, test_runs, bulk,
    dead_letters, circuits, step_logs, saved_filters, queues, mcp_server,
    triggers, samples, capturing, scheduling, chats,
    knowledge, knowledge_documents, knowledge_entities, models, agent_rounds, memories,
    notifications, domain_events, notification_rules, alert_rules,
    data_sets, evaluations, gates, copilot,
    members, invitations, workspaces, account, password_reset, second_factor, passkeys, oidc, service_accounts,
)  # fmt: skip


def create_app(services: Services) -> FastAPI:
    """The app, with its services; it listens for events and closes them between start and stop."""
    app = _another(declare_app())
    app.state.services = services
    app.router.default = WebApp(services.settings.web_dir)
    # The last added is the outermost.
    app.add_middleware(OwnScope)
    app.add_middleware(BodyLimits, max_bytes=services.settings.max_body_bytes)
    app.add_middleware(AddressRates, rates=services.rates)
    app.add_middleware(OtherOrigins, origins=services.settings.other_origins)
    app.add_middleware(SecurityHeaders, is_https=services.settings.is_https)
    app.add_middleware(RequestLog)
    return app


def _another(declared: FastAPI) -> FastAPI:
    """An app of its own with the same routes: it takes long to declare them again, and tests make many."""
    app = copy(declared)
    app.router = copy(declared.router)
    # Its own is a method of the router that was copied, which knows no web app.
    app.router.middleware_stack = RouteIndex(app.router.app, declared.routes)
    app.state = State()
    app.user_middleware = []
    return app


@cache
def declare_app() -> FastAPI:
    """All routes, with nothing behind them: enough to describe the API."""
    app = FastAPI(
        title="Noria",
        description="Durable workflows that people draw and Temporal keeps running.",
        version=document.VERSION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # Closed until a route is marked as open: see api.access.
        dependencies=[Depends(signed_in)],
        responses=problems.ERRORS,
        lifespan=_lifespan,
        separate_input_output_schemas=True,
        generate_unique_id_function=lambda route: route.name,
    )
    v1 = APIRouter(prefix="/api/v1")
    for module in V1:
        v1.include_router(module.router)
    v1.include_router(forms.api_router)
    v1.include_router(chat_pages.api_router)
    v1.include_router(document.router)
    # Routes are tried one after the other: to come to those of webhooks behind all others took them
    # two fifths of their time.
    app.include_router(hooks.router)
    app.include_router(v1)
    for module in (health, metrics, codec, approval_page, slack_clicks, forms, chat_pages):
        app.include_router(module.router)
    app.include_router(connecting.page_router)
    problems.install(app)
    document.install(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncGenerator[None]:
    services: Services = app.state.services
    async with AsyncExitStack() as stack:
        stack.push_async_callback(services.database.close)
        if services.pure_runs:
            await stack.enter_async_context(services.pure_runs.at_work())
        stack.push_async_callback(starting.settle, SETTLE_SECONDS)
        await stack.enter_async_context(services.listener.listening())
        yield
