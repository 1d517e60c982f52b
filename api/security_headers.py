"""What a browser may do with our answers."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        # The expression engine is WebAssembly; nothing else is compiled at run time.
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src 'self'",
        # The canvas and the code editor set styles from script.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_FRAMES = "X-Frame-Options"
_NOT_CACHED = "no-store"
ONLY_HTTPS = "max-age=31536000"
"""A year. Without subdomains: they may be somebody else's."""
API = "/api/"
SHOWN_TO_PAGES = (
    "ETag",
    "Location",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    "X-Request-Id",
)


class SecurityHeaders:
    """Adds them to every answer that doesn't set its own."""

    def __init__(self, app: ASGIApp, is_https: bool = False) -> None:
        """`is_https`: people reach the app over HTTPS, whatever a proxy makes of it."""
        self._app = app
        self._is_https = is_https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_https = self._is_https or scope["scheme"] == "https"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # An answer that names who may frame it says all there is to say.
                framed = "frame-ancestors http" in headers.get("content-security-policy", "")
                for name, value in _HEADERS.items():
                    if not framed or name != _FRAMES:
                        headers.setdefault(name, value)
                if is_https:
                    headers.setdefault("Strict-Transport-Security", ONLY_HTTPS)
                if scope["path"].startswith(API):
                    headers.setdefault("Cache-Control", _NOT_CACHED)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class OtherOrigins:
    """Lets pages of the origins on the list use the API with a token; never with cookies.

    Webhooks and the codec have lists of their own.
    """

    def __init__(self, app: ASGIApp, origins: frozenset[str]) -> None:
        self._app = app
        self._listed = CORSMiddleware(
            app,
            allow_origins=sorted(origins),
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=[
                "Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match",
                "Last-Event-ID", "X-Workspace",
            ],
            expose_headers=SHOWN_TO_PAGES,
        )  # fmt: skip
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_listed = (
            scope["type"] == "http"
            and scope["path"].startswith(API)
            and Headers(scope=scope).get("origin") in self._origins
        )
        await (self._listed if is_listed else self._app)(scope, receive, send)
