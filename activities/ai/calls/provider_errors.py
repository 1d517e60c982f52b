"""What providers refuse, in our words: whether to try again, and never with a secret in it."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx  # noqa: TID251 - what LiteLLM raises
from pydantic import JsonValue

from activities.ai.calls.access import Access
from activities.ai.calls.bridge import Bridge
from noria.ai.names import ModelName
from noria.errors import NodeError, NodeFailed, NodeUnavailable

MAX_QUOTED = 300
_LATER = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.CONFLICT,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)
_HINTS = {
    HTTPStatus.UNAUTHORIZED: "the key of its credential is not accepted.",
    HTTPStatus.FORBIDDEN: "its credential may not use this model.",
    HTTPStatus.NOT_FOUND: "it has no such model, or not at this address.",
    HTTPStatus.PAYMENT_REQUIRED: "the account has no credit left.",
    HTTPStatus.TOO_MANY_REQUESTS: "its limit of calls or tokens is reached.",
}


@contextmanager
def translated(module: Any, model: ModelName, access: Access, bridge: Bridge) -> Generator[None]:
    """
    Raises:
        NodeFailed: The provider refuses, or the guard does.
        NodeUnavailable: The provider may answer later.
    """
    try:
        yield
    except NodeError:
        raise
    except httpx.HTTPError as error:
        raise bridge.refused or _unreachable(model) from error
    except Exception as error:
        if bridge.refused is not None:
            raise bridge.refused from error
        if bridge.is_broken:
            raise _unreachable(model) from error
        if not hasattr(error, "llm_provider") and not _is_of_openai(error):
            raise
        raise _translate(error, model, access) from None


def _is_of_openai(error: Exception) -> bool:
    return type(error).__module__.partition(".")[0] in {"openai", "litellm"}


def _translate(error: Exception, model: ModelName, access: Access) -> NodeError:
    status: Any = getattr(error, "status_code", None)
    quoted = _quoted(error, access)
    if not isinstance(status, int):
        return _unreachable(model)
    hint = _HINTS.get(HTTPStatus(status)) if status in list(HTTPStatus) else None
    message = f"The model {str(model)!r} answered {status}: {hint or quoted}"
    details: JsonValue = {"status": status, "said": quoted}
    if status in _LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return NodeUnavailable(message, retry_after=_retry_after(error), details=details)
    return NodeFailed(message, details=details)


def _unreachable(model: ModelName) -> NodeUnavailable:
    return NodeUnavailable(f"The provider of {str(model)!r} could not be reached, or broke off.")


def _quoted(error: Exception, access: Access) -> str:
    text = str(getattr(error, "message", error)).replace("\n", " ")
    # LiteLLM puts its own class names before what the provider said.
    _, _, said = text.rpartition(" - ") if " - " in text else ("", "", text)
    for secret in (access.api_key, *access.options.values()):
        if isinstance(secret, str) and len(secret) >= 6:
            said = said.replace(secret, "***")
    return said[:MAX_QUOTED]


def _retry_after(error: Exception) -> timedelta | None:
    response: Any = getattr(error, "response", None)
    headers: Any = getattr(error, "litellm_response_headers", None)
    headers = headers or getattr(response, "headers", None) or {}
    text = str(headers.get("retry-after", ""))
    return timedelta(seconds=min(int(text), 3_600)) if text.isdecimal() else None
