"""A workspace whose domain events are told by a relay, and what came of them."""

from sqlalchemy import text
from sqlmodel import col, select

from noria.domain_events import EventData, EventType, RunFailed
from noria.errors import Unavailable
from noria.notices import DeliverCall
from store import outbox
from store.audit_tables import AuditEntry
from store.database import Database
from store.figure_tables import RunDay
from store.notice_tables import DomainEvent
from tests.store.rows import House, build_house


class Temporal:
    """What the relay hands over; away when told so."""

    def __init__(self) -> None:
        self.handed: list[DeliverCall] = []
        self.away = False

    async def __call__(self, call: DeliverCall) -> None:
        if self.away:
            raise Unavailable("Temporal does not answer.")
        self.handed.append(call)


async def fresh(database: Database) -> House:
    """A workspace whose events so far are told."""
    house = await build_house(database)
    async with database.engine.begin() as connection:
        await connection.execute(text("DELETE FROM domain_event"))
    return house


async def happen(
    database: Database, house: House, type: EventType = "run.failed", data: EventData | None = None
) -> None:
    told = data or RunFailed(workflow_id=str(house.workflow_id), run_id=str(house.run_id))
    async with database.sessions.begin() as session:
        await outbox.add_event(session, workspace_id=house.workspace_id, type=type, data=told)


async def left(database: Database) -> int:
    async with database.sessions.begin() as session:
        return len((await session.exec(select(DomainEvent))).all())


async def audited(database: Database) -> list[AuditEntry]:
    """By what the relay did, the oldest first."""
    async with database.sessions.begin() as session:
        entries = select(AuditEntry).where(col(AuditEntry.account_id).is_(None))
        return list(await session.exec(entries.order_by(col(AuditEntry.id))))


async def counted(database: Database) -> list[RunDay]:
    """By workflow and day."""
    async with database.sessions.begin() as session:
        days = select(RunDay).order_by(col(RunDay.workflow_id), col(RunDay.day))
        return list(await session.exec(days))
