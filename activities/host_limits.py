"""Holds a step to the hosts that its policy names, whatever its expressions give."""

from collections.abc import Sequence

import httpx2

from activities.guard import HostRefused
from noria.credentials import host_matches


def check_limits(hosts: Sequence[str], host: str) -> None:
    """
    Raises:
        HostRefused: The step's policy names hosts, and this is none of them.
    """
    if hosts and not host_matches([each.lower() for each in hosts], host):
        raise HostRefused(
            f"This step may call {', '.join(hosts)} only, not {host!r}: its policy says so."
        )


class LimitedTransport(httpx2.AsyncBaseTransport):
    """Each request is judged, also those that follow a redirect."""

    def __init__(self, inner: httpx2.AsyncBaseTransport, hosts: Sequence[str]) -> None:
        self._inner = inner
        self._hosts = tuple(hosts)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        check_limits(self._hosts, request.url.host)
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        """Nothing to close: the connections are shared."""
