"""All routes of the app: what each needs, and a good request for it."""

import re
from typing import Any
from uuid import uuid4

from fastapi.routing import iter_route_contexts

from api.app import declare_app
from api.permissions import TABLE
from tests.api.client import GRAPH

OPEN = {
    ("POST", "/api/v1/auth/sign-in"),
    ("POST", "/api/v1/auth/refresh"),
    ("POST", "/api/v1/auth/sign-out"),
    # The link in the body says who it is: see test_invitations.
    ("POST", "/api/v1/auth/invitations/look"),
    ("POST", "/api/v1/auth/invitations/accept"),
    ("POST", "/api/v1/auth/password-reset"),
    ("POST", "/api/v1/auth/password-reset/ask"),
    ("POST", "/api/v1/auth/passkey"),
    ("GET", "/api/v1/auth/ways"),
    ("GET", "/api/v1/auth/oidc/start"),
    ("GET", "/api/v1/auth/oidc/callback"),
    ("POST", "/api/v1/auth/passkey/options"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/api/v1/expressions/engine.wasm"),
    ("GET", "/api/v1/expressions/guest.js"),
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
    ("GET", "/metrics"),
    # The link in the query says who it is: see test_approval_page.
    ("GET", "/approve"),
    ("POST", "/approve"),
    # The address itself, and a signature, say who sends: see test_hooks.
    *(
        (method, f"/{where}/{{path:path}}")
        for where in ("hooks", "trigger", "hook-tests")
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    ),
    # Slack's signature says who sends: see test_slack_clicks.
    ("POST", "/slack/clicks/{workspace_id}/{credential}"),
    # A signed ticket says who fills in a form that is not for everybody: see test_forms.
    ("GET", "/forms/{path:path}"),
    ("POST", "/forms/{path:path}"),
    # These look for themselves, at a member or at a visitor's signed token: see test_chats.
    ("POST", "/api/v1/chat-sessions"),
    ("GET", "/chats/{path}"),
    ("GET", "/chat-widget.js"),
    ("GET", "/api/v1/chats/{trigger_id}"),
    *(
        (method, f"/api/v1/chats/{{trigger_id}}/conversations{rest}")
        for method, rest in (
            ("GET", ""),
            ("POST", ""),
            ("DELETE", "/{conversation_id}"),
            ("POST", "/{conversation_id}/files"),
            ("GET", "/{conversation_id}/turns"),
            ("POST", "/{conversation_id}/turns"),
            ("GET", "/{conversation_id}/turns/{turn_id}"),
            ("GET", "/{conversation_id}/turns/{turn_id}/events"),
            ("POST", "/{conversation_id}/turns/{turn_id}/stop"),
            ("PUT", "/{conversation_id}/turns/{turn_id}/feedback"),
        )
    ),
    # The signed state and the cookie say who it is: see test_connecting.
    ("GET", "/oauth2/callback"),
    # These look for themselves: see test_codec and test_run_events.
    ("OPTIONS", "/codec/{action}"),
    ("POST", "/codec/decode"),
    ("POST", "/codec/encode"),
    ("WEBSOCKET", "/api/v1/runs/{run_id}/ws"),
    ("WEBSOCKET", "/api/v1/domain-events"),
    ("WEBSOCKET", "/api/v1/workflows/{workflow_id}/presence"),
}


def all_routes() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for route in iter_route_contexts(declare_app().routes):
        assert route.path is not None
        methods = route.methods or {"WEBSOCKET"}
        found += [(method, route.path) for method in methods]
    return found


CLOSED = sorted(set(all_routes()) - OPEN)


def filled(path: str) -> str:
    known = {"number": "1", "revision": "1", "digest": "0" * 64, "node_id": "start"}
    return plain(path).format_map(Ids(known))


def plain(path: str) -> str:
    """Without what kind of id a place in it takes."""
    return re.sub(r":\w+}", "}", path)


class Ids(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return str(uuid4())


BODIES: dict[str, dict[str, Any]] = {
    "/evaluate": {"expressions": [{"key": "a", "source": "1"}]},
    "/runs": {"input": {}},
    "/draft": {"graph": GRAPH},
    "/validate": {"graph": GRAPH},
    "/answer": {"decision": "approved"},
    "/links": {"email": "boss@noria.example"},
    "/fork": {"node_id": "start"},
    "/breakpoints": {"node_ids": []},
    "/test-runs": {"mode": "only", "node_id": "start"},
    "/settings": {"priority": 1},
    "/sharing": {"restricted": False},
    "/folders": {"name": "Shop"},
    "/url": {"url": "https://example.com/handbook"},
    "/search": {"query": "leave"},
    "/chunks": {"text": "Some words."},
    "/{document_id}": {"details": {}},
    "/knowledge-bases": {"name": "Handbook"},
    "/replay": {"round": 1},
    "/folders/{folder_id}": {"name": "Shop"},
    "/arrange": {"workflow_ids": [str(uuid4())], "action": "archive"},
    "/invitations": {"email": "new@noria.example", "role": "viewer"},
    "/{account_id}": {"role": "viewer"},
    "/rotate": {},
    "/service-accounts": {"name": "robot", "role": "viewer"},
    "/transfer": {"account_id": str(uuid4())},
    "/import": {"text": "{nodes: []}"},
    **dict.fromkeys(["/duplicate", "/words", "/use"], {}),
    "/triggers": {"type": "webhook", "name": "x", "config": {"auth": "none"}},
    "/test": {"sample": {}},
    "/backfill": {"since": "2026-11-01T00:00:00Z", "until": "2026-11-01T02:00:00Z"},
    "/notification-rules": {
        "name": "x",
        "events": ["run.failed"],
        "channel": "mail",
        "config": {"to": ["ops@noria.example"]},
    },
    "/notification-preferences": {"event_type": "run.failed", "in_app": True, "mail": False},
    "/alert-rules": {
        "workflow_id": str(uuid4()),
        "name": "x",
        "metric": "duration",
        "threshold": 60,
    },
    "/data-sets": {"workflow_id": str(uuid4()), "name": "x"},
    "/upload": {"format": "json", "text": '[{"input": 1}]'},
    "/of-runs": {"run_ids": [str(uuid4())]},
    "/gate": {"data_set_id": str(uuid4())},
    "/acceptance": {"graph": GRAPH, "proposed": GRAPH, "node_ids": []},
    **dict.fromkeys(["/evaluations", "/explanation"], {}),
    "/policy": {"timeout_s": 1, "retry": {}},
    **dict.fromkeys(["/step", "/terminate", "/retry", "/skip", "/fail"], {}),
}


def body_of(path: str) -> dict[str, Any]:
    """A good body for the route, by how its path ends."""
    path = plain(path)
    if path.endswith("/credentials/{credential_id}/test") or "/model-budgets/" in path:
        return {}
    if path.endswith("/models/test"):
        return {"model": "demo/demo"}
    last = "/" + path.removesuffix("/preview").rpartition("/")[2]
    return BODIES.get(last, {"name": "x"})


def permission_of(endpoint: Any) -> str | None:
    for annotation in endpoint.__annotations__.values():
        for part in getattr(annotation, "__metadata__", ()):
            permission = getattr(getattr(part, "dependency", None), "permission", None)
            if permission:
                return permission
    return None


def matrix() -> list[tuple[str, str, str]]:
    """Every permission's routes, as (permission, method, path)."""
    return sorted(
        (permission, method, str(route.path))
        for route in iter_route_contexts(declare_app().routes)
        if (permission := permission_of(route.endpoint)) in TABLE
        for method in route.methods or ()
    )
