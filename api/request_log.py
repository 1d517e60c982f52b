"""One line of log per request, an id to find it by, and an answer even to a bug."""

import re
import time
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import REQUEST_SECONDS
from api.problems import problem_response

ID_HEADER = "X-Request-Id"
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_KEPT_SECRET = ("/hooks/", "/trigger/", "/hook-tests/", "/forms/", "/chats/")
"""Whoever knows such an address may use it: no log holds one."""
log = structlog.get_logger()


class RequestLog:
    """The outermost middleware. Logs the path without its query, and never a header or a body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(ID_HEADER, "")
        request_id = given if _ID.fullmatch(given) else uuid4().hex
        started = time.perf_counter()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[ID_HEADER] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_with_id)
            except Exception:
                log.exception("request_failed", method=scope["method"], path=_path(scope))
                if status:
                    raise
                await _bug(request_id)(scope, receive, send_with_id)
            finally:
                _note(scope, status, time.perf_counter() - started)


def _bug(request_id: str) -> ASGIApp:
    return problem_response(
        500,
        code="bug",
        title="Something went wrong in Noria",
        detail=f"This is a bug. The log has the details under the request id {request_id!r}.",
    )


def _note(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "other")
    # A client that went away before the answer began leaves no status.
    REQUEST_SECONDS.labels(scope["method"], route, status or 499).observe(seconds)
    milliseconds = round(seconds * 1000, 1)
    log.info("request", method=scope["method"], path=_path(scope), status=status, ms=milliseconds)


def _path(scope: Scope) -> str:
    path: str = scope["path"]
    return next((f"{prefix}…" for prefix in _KEPT_SECRET if path.startswith(prefix)), path)
