"""The ledger of model calls, in the database."""

from dataclasses import replace
from uuid import UUID

import structlog
from pydantic import JsonValue

from noria.ai.ledger import CallOrder, Ledger, Opened, Payer, Spenders, Usage
from noria.errors import NodeUnavailable
from store import model_calls
from store.database import OUTAGES, Database
from store.spent_below import spent_below

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class NoLedger:
    """Of a worker that keeps none: tests of nodes that call no model."""

    async def open(self, order: CallOrder) -> Opened:
        return Opened("")

    async def close(self, call_id: str, usage: Usage, answer: JsonValue) -> None:
        pass

    async def fail(self, call_id: str, reason: str, usage: Usage) -> None:
        pass

    async def spent(self, spenders: Spenders) -> float | None:
        return 0.0


class DatabaseLedger:
    """Implements `noria.ai.ledger.Ledger`."""

    def __init__(self, database: Database) -> None:
        self._sessions = database.sessions

    async def open(self, order: CallOrder) -> Opened:
        """Without the ledger no model is called: what it costs would be counted nowhere."""
        try:
            async with self._sessions.begin() as session:
                return await model_calls.open_call(session, order)
        except OUTAGES as error:
            raise NodeUnavailable(
                "The ledger of model calls can't be written just now, so no model is called."
            ) from error

    async def close(self, call_id: str, usage: Usage, answer: JsonValue) -> None:
        """An answer that was paid for is passed on even where it can't be kept."""
        try:
            async with self._sessions.begin() as session:
                await model_calls.close_call(session, UUID(call_id), usage, answer)
        except OUTAGES:
            log.warning("model_answer_not_kept", call_id=call_id)

    async def fail(self, call_id: str, reason: str, usage: Usage) -> None:
        """A call whose end can't be written counts as lost after a while."""
        try:
            async with self._sessions.begin() as session:
                await model_calls.fail_call(session, UUID(call_id), reason, usage)
        except OUTAGES:
            log.warning("model_failure_not_kept", call_id=call_id)

    async def spent(self, spenders: Spenders) -> float | None:
        """Without it an agent would go on beyond its limit."""
        try:
            async with self._sessions.begin() as session:
                return await spent_below(
                    session,
                    workspace_id=UUID(spenders.workspace_id),
                    run_id=UUID(spenders.run_id),
                    node_ids=spenders.node_ids,
                    iteration=spenders.iteration,
                )
        except OUTAGES as error:
            raise NodeUnavailable("The ledger of model calls can't be read just now.") from error


class LedgerOf:
    """Another ledger, which notes whose the calls outside of runs are. Implements `Ledger`."""

    def __init__(self, ledger: Ledger, payer: Payer) -> None:
        self._ledger = ledger
        self._payer = payer

    async def open(self, order: CallOrder) -> Opened:
        return await self._ledger.open(replace(order, **vars(self._payer)))

    async def close(self, call_id: str, usage: Usage, answer: JsonValue) -> None:
        await self._ledger.close(call_id, usage, answer)

    async def fail(self, call_id: str, reason: str, usage: Usage) -> None:
        await self._ledger.fail(call_id, reason, usage)

    async def spent(self, spenders: Spenders) -> float | None:
        return await self._ledger.spent(spenders)
