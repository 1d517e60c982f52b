"""The rates of destinations, shared between workers through PostgreSQL."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from uuid import UUID

import structlog

from activities.host_rates import HostRates, Unlimited
from noria.errors import Invalid
from store.database import OUTAGES, Database
from store.host_rates import take_turn

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

STORE_SECONDS = 1.0
_ENTRY = re.compile(r"(?P<host>[^\s=,/]+)=(?P<calls>(?=\d*[1-9])\d{1,7})/(?P<unit>[smh])")
_SECONDS = {"s": 1, "m": 60, "h": 3_600}


def make_rates(setting: str, database: Database) -> HostRates:
    """
    Raises:
        Invalid: The setting is malformed.
    """
    each = parse_rates(setting)
    return SharedRates(each, partial(take_turn, database)) if each else Unlimited()


def parse_rates(setting: str) -> dict[str, float]:
    """Seconds that each call uses, by destination. Reads `api.example.com=5/s, shop:8443=100/m`.

    Raises:
        Invalid: An entry is something else.
    """
    found: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in setting.split(","))):
        entry = _ENTRY.fullmatch(part)
        if entry is None:
            raise Invalid(
                f"NORIA_HOST_RATES has the entry {part!r}; write a host, with its port where the "
                "URLs have one, and how often it may be called, as 'api.example.com=5/s' "
                "(s, m or h)."
            )
        found[entry["host"].lower().rstrip(".")] = _SECONDS[entry["unit"]] / int(entry["calls"])
    return found


class SharedRates:
    """Implements `activities.host_rates.HostRates`. While PostgreSQL is away, calls go at once."""

    def __init__(
        self, each_s: Mapping[str, float], take: Callable[..., Awaitable[float | None]]
    ) -> None:
        """`take` is `store.host_rates.take_turn`, with its database."""
        self._each_s = each_s
        self._take = take

    async def take_turn(
        self, workspace_id: str, destination: str, patience_s: float
    ) -> float | None:
        each = self._each_s.get(destination)
        if each is None:
            return 0.0
        try:
            async with asyncio.timeout(STORE_SECONDS):
                return await self._take(
                    workspace_id=UUID(workspace_id),
                    destination=destination,
                    each_s=each,
                    patience_s=patience_s,
                )
        except (TimeoutError, *OUTAGES) as error:
            log.warning("host_rates_not_shared", error=type(error).__name__)
            return 0.0
