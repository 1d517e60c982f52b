"""How many requests somebody may send: by address, account, API key, workspace and webhook.

Beside `api.rate_limits`, which slows down single acts that somebody might guess with.
"""

import asyncio
import ipaddress
import math
import time
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, Protocol

import structlog
from limits import RateLimitItemPerSecond
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import render
from api.rate_limits import AWAY, SHARED_SECONDS
from api.rates import Rate, parse_request_rates
from noria.errors import TooManyRequests

Who = Literal["address", "account", "key", "workspace", "webhook"]

MAX_KEYS = 100_000
_STANDINGS = "noria.rates"
_FREE = "/health/"

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Standing:
    """How somebody stands against a rate, after a request."""

    rate: Rate
    left: int
    reset_s: int
    """Until more may come, roughly."""
    is_refused: bool = False


class Counting(Protocol):
    """Where requests are counted."""

    async def take(self, key: str, rate: Rate) -> Standing:
        """Count one, unless there is none left."""
        ...


class CountedHere:
    """In this process: two numbers for each key, this window's and the last one's."""

    def __init__(self) -> None:
        self._counts: dict[str, tuple[int, int, int]] = {}

    async def take(self, key: str, rate: Rate) -> Standing:
        window, passed = divmod(time.time(), rate.seconds)
        before, now = self._of(key, int(window))
        used = before * (1 - passed / rate.seconds) + now
        if used + 1 > rate.count:
            return Standing(rate, 0, max(1, math.ceil(rate.seconds - passed)), is_refused=True)
        if len(self._counts) >= MAX_KEYS and key not in self._counts:
            # The key that came first: most likely long gone.
            del self._counts[next(iter(self._counts))]
        self._counts[key] = (int(window), before, now + 1)
        return Standing(rate, int(rate.count - used - 1), math.ceil(rate.seconds - passed))

    def _of(self, key: str, window: int) -> tuple[int, int]:
        known, before, now = self._counts.get(key, (window, 0, 0))
        if known == window:
            return before, now
        return (now, 0) if known == window - 1 else (0, 0)


class CountedInRedis:
    """All API processes together; each for itself while Redis is away."""

    def __init__(self, storage: RedisStorage) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(storage)
        self._here = CountedHere()

    async def take(self, key: str, rate: Rate) -> Standing:
        item = RateLimitItemPerSecond(rate.count, rate.seconds, "noria")
        try:
            async with asyncio.timeout(SHARED_SECONDS):
                is_taken = await self._limiter.hit(item, key)
                stats = await self._limiter.get_window_stats(item, key)
        except AWAY as error:
            log.warning("request_rates_not_shared", error=type(error).__name__)
            return await self._here.take(key, rate)
        reset_s = max(1, math.ceil(stats.reset_time - time.time()))
        return Standing(rate, stats.remaining if is_taken else 0, reset_s, not is_taken)


class RequestRates:
    """Counts, refuses, and remembers with the request how its sender stands."""

    def __init__(
        self, rates: dict[str, Rate] | None = None, counted: Counting | None = None
    ) -> None:
        self._rates = rates or parse_request_rates("")
        self._counted = counted or CountedHere()

    async def take(self, scope: MutableMapping[str, Any], who: Who, name: object) -> None:
        """
        Raises:
            TooManyRequests: There is none left; says when to come back.
        """
        rate = self._rates[who]
        if not rate.count:
            return
        standing = await self._counted.take(f"{who}:{name}", rate)
        scope.setdefault(_STANDINGS, []).append(standing)
        if standing.is_refused:
            raise TooManyRequests(
                f"More than {rate.count:,} requests in {rate.seconds} s from this {who}; "
                f"come back in {standing.reset_s} s.",
                timedelta(seconds=standing.reset_s),
            )


class AddressRates:
    """Counts by address before anything is read, and tells each sender how it stands."""

    def __init__(self, app: ASGIApp, rates: RequestRates) -> None:
        self._app = app
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or scope["path"].startswith(_FREE):
            await self._app(scope, receive, send)
            return
        standings: list[Standing] = []
        scope[_STANDINGS] = standings

        async def send_with_standing(message: Message) -> None:
            if message["type"] == "http.response.start" and standings:
                _tell(MutableHeaders(scope=message), standings)
            await send(message)

        try:
            await self._rates.take(scope, "address", address_group(scope))
        except TooManyRequests as error:
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
                return
            await render(error)(scope, receive, send_with_standing)
            return
        await self._app(scope, receive, send_with_standing)


def address_group(scope: Scope) -> str:
    """The address; of IPv6 the network, which is one customer's."""
    client = scope.get("client")
    host = client[0] if client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 4 or address.ipv4_mapped:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))


def _tell(headers: MutableHeaders, standings: list[Standing]) -> None:
    """Of several rates the one that is nearest to its end."""
    worst = min(standings, key=lambda each: (not each.is_refused, each.left / each.rate.count))
    headers["RateLimit-Limit"] = str(worst.rate.count)
    headers["RateLimit-Remaining"] = str(worst.left)
    headers["RateLimit-Reset"] = str(worst.reset_s)
    headers["RateLimit-Policy"] = f"{worst.rate.count};w={worst.rate.seconds}"
