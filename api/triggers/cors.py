"""Which web pages may send to a webhook. Never with cookies: an address needs none."""

from starlette.datastructures import Headers
from starlette.responses import Response

from noria.triggers.webhook import WebhookConfig

_MAX_AGE_SECONDS = "600"


def preflight(config: WebhookConfig, headers: Headers) -> Response:
    """The answer to a browser that asks before it sends."""
    response = Response(status_code=204, headers={"Allow": ", ".join(config.methods)})
    if _allowed(config, headers) is not None:
        response.headers["Access-Control-Allow-Methods"] = ", ".join(config.methods)
        asked = headers.get("access-control-request-headers", "")
        response.headers["Access-Control-Allow-Headers"] = asked[:500]
        response.headers["Access-Control-Max-Age"] = _MAX_AGE_SECONDS
    return allow_origin(config, headers, response)


def allow_origin(config: WebhookConfig, headers: Headers, response: Response) -> Response:
    """Let a page of an allowed origin read the answer."""
    if config.cors_origins:
        response.headers["Vary"] = "Origin"
    origin = _allowed(config, headers)
    if origin is not None:
        response.headers["Access-Control-Allow-Origin"] = origin
    return response


def _allowed(config: WebhookConfig, headers: Headers) -> str | None:
    origin = headers.get("origin")
    if not origin or not config.cors_origins:
        return None
    if "*" in config.cors_origins:
        return "*"
    return origin if origin in config.cors_origins else None
