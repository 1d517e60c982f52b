"""Circuits of a worker: each counts its own failures; that one is open, all workers know.

Purgatory's state machine decides when a circuit opens and closes again. PostgreSQL holds what is
open, so a destination that one worker found failing is left alone by every other within a second,
and of all workers one at a time sees whether it answers again. While PostgreSQL is away each worker
goes by what it knows.
"""

import asyncio
import math
import random
import sys
from collections.abc import AsyncGenerator, Awaitable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar
from uuid import UUID

import structlog
from purgatory.domain.messages.events import ContextChanged
from purgatory.domain.model import CLOSED, HALF_OPENED, OPENED, Context
from purgatory.typing import StateName
from temporalio.common import MetricMeter

from activities.circuits import Call, CircuitKey
from noria.errors import CircuitOpen
from store import circuits as stored
from store.circuits import OpenCircuit
from store.database import OUTAGES, Database

T = TypeVar("T")
log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0
"""How old may be what a worker knows of the others' circuits."""
LOOK_WAIT_SECONDS = 0.2
"""An attempt waits no longer for PostgreSQL's answer."""
STORE_SECONDS = 1.0
MAX_REASON_CHARS = 500
PROBE_RETRY_SECONDS = 1.0
"""While somebody sees whether the destination answers again."""
SPREAD = 0.25
"""Of the time that a circuit stays open: those turned away don't all come back at once."""
MAX_COUNTED = 10_000
"""Destinations that have failed lately and are not left alone yet."""


class CircuitStore(Protocol):
    """What all workers share."""

    async def all_open(self) -> Sequence[OpenCircuit]: ...
    async def open(self, key: CircuitKey, reason: str) -> None: ...
    async def probe(self, key: CircuitKey, open_s: float) -> bool:
        """True for one caller at a time."""
        ...

    async def close(self, key: CircuitKey) -> None: ...


class DatabaseCircuits:
    """Implements `CircuitStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all_open(self) -> Sequence[OpenCircuit]:
        return await stored.list_circuits(self._database)

    async def open(self, key: CircuitKey, reason: str) -> None:
        await stored.open_circuit(
            self._database,
            workspace_id=UUID(key.workspace_id),
            destination=key.destination,
            credential=key.credential,
            reason=reason,
        )

    async def probe(self, key: CircuitKey, open_s: float) -> bool:
        return await stored.probe_circuit(
            self._database,
            workspace_id=UUID(key.workspace_id),
            destination=key.destination,
            credential=key.credential,
            open_s=open_s,
        )

    async def close(self, key: CircuitKey) -> None:
        await stored.close_circuit(
            self._database,
            workspace_id=UUID(key.workspace_id),
            destination=key.destination,
            credential=key.credential,
        )


@dataclass(frozen=True)
class _Open:
    until: float
    """In the event loop's time."""
    reason: str


class SharedCircuits:
    """Implements `activities.circuits.Circuits`."""

    def __init__(
        self, store: CircuitStore, meter: MetricMeter, *, failures: int, open_s: float
    ) -> None:
        """
        Args:
            store: What the workers share.
            meter: Where numbers go.
            failures: In a row, after which a destination is left alone; 0 for never.
            open_s: For how long.
        """
        self._store = store
        # 0 switches circuits off: no destination fails that often.
        self._failures = failures or sys.maxsize
        self._open_s = open_s
        self._open: dict[CircuitKey, _Open] = {}
        self._counting: dict[CircuitKey, Context] = {}
        self._changes = 0
        self._looked_at = -math.inf
        self._look: asyncio.Task[None] | None = None
        self._opened = meter.create_counter("noria_circuit_opened", "Circuits that opened")
        self._refused = meter.create_counter(
            "noria_circuit_refused", "Calls that an open circuit kept from being made"
        )
        self._now_open = meter.create_gauge("noria_circuits_open", "Circuits open now")

    @asynccontextmanager
    async def call(self, key: CircuitKey) -> AsyncGenerator[Call]:
        probe = await self._admit(key)
        call = Call()
        try:
            yield call
        except BaseException as error:
            call.reason = call.reason or str(error) or type(error).__name__
            await self._judge(key, probe, call)
            raise
        await self._judge(key, probe, call)

    async def _admit(self, key: CircuitKey) -> Context | None:
        """A circuit of its own for the one call that sees whether the destination answers again.

        Raises:
            CircuitOpen: The destination is left alone.
        """
        await self._look_again()
        known = self._open.get(key)
        if known is None:
            return None
        now = asyncio.get_running_loop().time()
        if now < known.until:
            raise self._refusal(key, known, known.until - now)
        # Set at once, so that of this worker's attempts only one asks.
        self._open[key] = _Open(now + PROBE_RETRY_SECONDS, known.reason)
        if not await _safely(self._store.probe(key, self._open_s), outage=True):
            raise self._refusal(key, known, PROBE_RETRY_SECONDS)
        log.info("circuit_probed", destination=key.destination)
        return self._new(key, HALF_OPENED)

    def _new(self, key: CircuitKey, state: StateName) -> Context:
        return Context(key.destination, self._failures, self._open_s, state=state)

    def _refusal(self, key: CircuitKey, known: _Open, left_s: float) -> CircuitOpen:
        wait = timedelta(seconds=left_s + random.uniform(0, self._open_s * SPREAD))  # noqa: S311 - spreads load
        self._refused.add(1, {"destination": key.destination})
        return CircuitOpen(
            f"{key.destination!r} has failed again and again, so it is left alone for "
            f"{math.ceil(left_s)} s more. The last failure: {known.reason}",
            retry_after=wait,
            details={"destination": key.destination, "retry_after_s": round(left_s, 1)},
        )

    async def _judge(self, key: CircuitKey, probe: Context | None, call: Call) -> None:
        """Count how a call went, and tell the other workers what it changed."""
        if call.failed is None or (probe is None and key in self._open):
            # Nothing is known, or it began before the circuit opened.
            return
        context = probe or self._counting.pop(key, None) or self._new(key, CLOSED)
        if call.failed:
            context.handle_exception(RuntimeError(call.reason))
        else:
            context.handle_end_request()
        if context.state == CLOSED and context.failure_count:
            self._count(key, context)
        changed = [event for event in context.messages if isinstance(event, ContextChanged)]
        context.messages.clear()
        for event in changed:
            await self._change(key, event.state, call.reason)

    def _count(self, key: CircuitKey, context: Context) -> None:
        if len(self._counting) >= MAX_COUNTED:
            del self._counting[next(iter(self._counting))]
        self._counting[key] = context

    async def _change(self, key: CircuitKey, state: StateName, reason: str) -> None:
        self._changes += 1
        if state == OPENED:
            until = asyncio.get_running_loop().time() + self._open_s
            self._open[key] = _Open(until, reason)
            self._opened.add(1, {"destination": key.destination})
            log.warning("circuit_opened", destination=key.destination, reason=reason)
            await _safely(self._store.open(key, reason[:MAX_REASON_CHARS]), outage=None)
        elif state == CLOSED:
            self._open.pop(key, None)
            log.info("circuit_closed", destination=key.destination)
            await _safely(self._store.close(key), outage=None)
        self._now_open.set(len(self._open))

    async def _look_again(self) -> None:
        """See what other workers found, at most once a second and only while there are calls."""
        loop = asyncio.get_running_loop()
        if self._look is None and loop.time() - self._looked_at >= LOOK_SECONDS:
            self._looked_at = loop.time()
            self._look = asyncio.create_task(self._learn())
        if self._look is not None:
            await asyncio.wait({self._look}, timeout=LOOK_WAIT_SECONDS)

    async def _learn(self) -> None:
        before = self._changes
        try:
            found = await _safely(self._store.all_open(), outage=None)
        finally:
            self._look = None
        # What changed here meanwhile is newer than what was read.
        if found is None or self._changes != before:
            return
        now = asyncio.get_running_loop().time()
        known, self._open = self._open, {}
        for circuit in found:
            key = CircuitKey(str(circuit.workspace_id), circuit.destination, circuit.credential)
            until = now + self._open_s - circuit.open_for_s
            # A probe asked for a moment ago is later than the row.
            self._open[key] = _Open(
                max(until, known[key].until) if key in known else until, circuit.reason
            )
        self._now_open.set(len(self._open))


async def _safely(work: Awaitable[T], *, outage: T) -> T:
    """What PostgreSQL says, or this while it is away: no step waits for a circuit's row."""
    try:
        async with asyncio.timeout(STORE_SECONDS):
            return await work
    except (TimeoutError, *OUTAGES) as error:
        log.warning("circuits_not_shared", error=type(error).__name__)
        return outage
