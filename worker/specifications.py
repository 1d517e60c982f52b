"""Fetches descriptions of APIs for the builder: an activity that stands alone.

Only workers call other servers, through the guarded client of nodes: the address is one that a person typed.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx2
from temporalio import activity

from activities.redirects import send
from activities.transport import check_url
from noria.errors import Invalid, NodeError, NodeFailed, NoriaError
from noria.openapi.cutting import cut
from noria.openapi.document import read_document
from noria.openapi.operations import list_operations
from noria.openapi.work import READ_SPECIFICATION, SpecificationAnswer, SpecificationCall

SECONDS = 25.0
MAX_BYTES = 16 * 1024 * 1024


class Specifications:
    """What goes wrong is an answer, not a failure to be tried again."""

    def __init__(self, http: httpx2.AsyncClient) -> None:
        """`http`: the guarded client of nodes."""
        self._http = http

    def activities(self) -> list[Callable[..., Any]]:
        """For the worker."""

        @activity.defn(name=READ_SPECIFICATION)
        async def read_specification(call: SpecificationCall) -> SpecificationAnswer:
            return await self.read(call)

        return [read_specification]

    async def read(self, call: SpecificationCall) -> SpecificationAnswer:
        try:
            text, url = await self._fetch(call.url)
            # Off the loop: a large document takes seconds.
            return await asyncio.to_thread(_read, text, url, call.operation)
        except Invalid as error:
            return SpecificationAnswer(refusal=str(error), problems=list(error.problems))
        except (NodeError, NoriaError) as error:
            return SpecificationAnswer(refusal=str(error))

    async def _fetch(self, address: str) -> tuple[str, str]:
        """The text, and the address that it came from in the end."""
        try:
            request = self._http.build_request("GET", check_url(httpx2.URL(address)))
        except httpx2.InvalidURL as error:
            raise NodeFailed(f"{address!r} is not a URL.") from error
        request.extensions |= {"total_seconds": SECONDS, "max_bytes": MAX_BYTES}
        host = request.url.host
        try:
            response = await send(self._http, request, None)
            try:
                data = await response.aread()
            finally:
                await response.aclose()
        except httpx2.TransportError as error:
            raise NodeFailed(f"{host!r} could not be called.") from error
        if response.status_code != 200:
            raise NodeFailed(f"{host!r} answered {response.status_code}: is the URL right?")
        try:
            return data.decode(), str(response.url)
        except UnicodeDecodeError as error:
            raise NodeFailed(f"What {host!r} answered is no text.") from error


def _read(text: str, url: str, operation: str | None) -> SpecificationAnswer:
    document = read_document(text)
    if operation is None:
        return SpecificationAnswer(operations=list_operations(document))
    return SpecificationAnswer(chosen=cut(document, operation, url))
