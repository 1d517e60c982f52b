"""Shows decrypted payloads to the Temporal UI, and to nobody else.

Outside `/api/v1`, at the addresses that Temporal gives codec servers. Payloads name no workspace,
so who may use this may read those of all.
"""

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response
from pydantic import Base64Bytes, BaseModel
from temporalio.api.common.v1 import Payload

from api.access import authenticate, caller_in, open_to_all
from api.services import Parts
from noria.errors import Forbidden

LOOPBACK = frozenset({"127.0.0.1", "::1"})
MAX_AGE_SECONDS = "600"

router = APIRouter(prefix="/codec", include_in_schema=False)


class PayloadBody(BaseModel):
    """One payload in Temporal's JSON form."""

    metadata: dict[str, Base64Bytes] = {}
    data: Base64Bytes = b""


class PayloadsBody(BaseModel):
    """What codec servers take and give."""

    payloads: list[PayloadBody] = []


@router.options("/{action}")
@open_to_all
async def preflight(request: Request, parts: Parts) -> Response:
    """Tell the browser that the Temporal UI's page may ask."""
    return Response(status_code=204, headers=_cors(request, parts))


@router.post("/decode")
@open_to_all
async def decode(
    body: PayloadsBody, request: Request, response: Response, parts: Parts
) -> PayloadsBody:
    """Payloads as the workflow sees them."""
    await _check(request, parts)
    response.headers.update(_cors(request, parts))
    return _body(await parts.codec.decode(_payloads(body)))


@router.post("/encode")
@open_to_all
async def encode(
    body: PayloadsBody, request: Request, response: Response, parts: Parts
) -> PayloadsBody:
    """Payloads as Temporal stores them."""
    await _check(request, parts)
    response.headers.update(_cors(request, parts))
    return _body(await parts.codec.encode(_payloads(body)))


async def _check(request: Request, parts: Parts) -> None:
    """Let in the Temporal UI of this very machine, and whoever may manage a workspace.

    Browsers don't let a page lie about its origin, and a program on this machine that could is
    one that could read the keys too.
    """
    local = request.client is not None and request.client.host in LOOPBACK
    if local and request.headers.get("origin") in parts.settings.temporal_ui_origins:
        return
    await authenticate(request, always=True)
    if "manage" not in caller_in(request).permissions:
        raise Forbidden("This needs the permission 'manage'.")


def _cors(request: Request, parts: Parts) -> dict[str, str]:
    origin = request.headers.get("origin", "")
    if origin not in parts.settings.temporal_ui_origins:
        return {"Vary": "Origin"}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "content-type, x-namespace, authorization",
        "Access-Control-Max-Age": MAX_AGE_SECONDS,
        "Vary": "Origin",
    }


def _payloads(body: PayloadsBody) -> list[Payload]:
    return [Payload(metadata=item.metadata, data=item.data) for item in body.payloads]


def _body(payloads: Sequence[Payload]) -> PayloadsBody:
    bodies = [
        PayloadBody.model_construct(metadata=dict(item.metadata), data=item.data)
        for item in payloads
    ]
    return PayloadsBody.model_construct(payloads=bodies)
