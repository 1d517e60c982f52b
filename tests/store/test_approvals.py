"""The first answer counts, and only while the run waits for it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from noria.errors import Conflict, NotFound
from store import approvals
from store.approvals import ApprovalFilter, ApprovalRow, Given
from store.database import Database
from store.event_waits import Wake
from store.ids import new_id
from store.notice_tables import DomainEvent
from store.paging import Page
from store.waiting_tables import Approval
from tests.store.rows import House, build_house, write

YES = Given("approved", "ann@noria.example", "api", "fine", {"amount": 3})
OPEN = ApprovalFilter(is_open=True)


async def ask(database: Database, house: House, *assignees: str) -> UUID:
    row = Approval(
        id=new_id(),
        workspace_id=house.workspace_id,
        run_id=house.run_id,
        node_id="ask",
        iteration="",
        title="Refund?",
        description="",
        assignees=[*assignees],
    )
    async with database.sessions.begin() as session:
        assert not await approvals.open_approval(session, approval=row)
    return row.id


async def answer(database: Database, house: House, approval_id: UUID, given: Given = YES) -> Wake:
    async with database.sessions.begin() as session:
        return await approvals.answer(
            session, workspace_id=house.workspace_id, approval_id=approval_id, given=given
        )


async def remind(database: Database, house: House, approval_id: UUID, number: int) -> None:
    async with database.sessions.begin() as session:
        await approvals.remind(
            session, workspace_id=house.workspace_id, approval_id=approval_id, number=number
        )


async def reminders(database: Database, house: House) -> list[dict[str, Any]]:
    """What is told of them, in the order in which it happened."""
    query = (
        select(DomainEvent)
        .where(
            DomainEvent.workspace_id == house.workspace_id,
            DomainEvent.type == "approval.reminded",
        )
        .order_by(col(DomainEvent.id))
    )
    async with database.sessions.begin() as session:
        return [row.data for row in await session.exec(query)]


async def take(
    database: Database, house: House, approval_id: UUID, *, gives_up: bool = False
) -> Approval | None:
    async with database.sessions.begin() as session:
        return await approvals.take_answer(
            session, workspace_id=house.workspace_id, approval_id=approval_id, gives_up=gives_up
        )


async def listed(
    database: Database,
    house: House,
    filters: ApprovalFilter = OPEN,
    cursor: str | None = None,
    limit: int = 10,
) -> list[UUID]:
    return [row.approval.id for row in (await page(database, house, filters, cursor, limit)).items]


async def page(
    database: Database, house: House, filters: ApprovalFilter, cursor: str | None, limit: int
) -> Page[ApprovalRow]:
    async with database.sessions.begin() as session:
        return await approvals.list_approvals(
            session,
            workspace_id=house.workspace_id,
            filters=filters,
            cursor=cursor,
            limit=limit,
        )


async def test_an_answer_waits_beside_the_approval_until_the_run_takes_it(
    database: Database,
) -> None:
    house = await build_house(database)
    approval_id = await ask(database, house)
    assert await take(database, house, approval_id) is None
    wake = await answer(database, house, approval_id)
    taken = await take(database, house, approval_id)

    assert wake == Wake(approval_id, house.run_id)
    assert taken is not None
    assert (taken.decision, taken.answered_by, taken.comment) == (
        "approved", "ann@noria.example", "fine",
    )  # fmt: skip
    assert taken.data == {"amount": 3}
    assert await listed(database, house) == []
    assert await listed(database, house, ApprovalFilter()) == [approval_id]


async def test_the_first_answer_counts_and_may_be_repeated(database: Database) -> None:
    house = await build_house(database)
    approval_id = await ask(database, house)
    await answer(database, house, approval_id)
    await answer(database, house, approval_id)

    with pytest.raises(Conflict, match="approved before, by ann@noria.example"):
        await answer(database, house, approval_id, Given("rejected", "bob@noria.example", "api"))


@pytest.mark.parametrize("how", ["timeout", "run"])
async def test_an_answer_that_comes_too_late_is_refused(database: Database, how: str) -> None:
    house = await build_house(database)
    approval_id = await ask(database, house)
    if how == "timeout":
        assert await take(database, house, approval_id, gives_up=True) is None
    else:
        await write(database, [], [house.update("cancelled")])

    with pytest.raises(Conflict, match="Nobody waits for this answer any more"):
        await answer(database, house, approval_id)
    assert await listed(database, house) == []


async def test_an_answer_wins_over_a_timeout_that_comes_later(database: Database) -> None:
    house = await build_house(database)
    approval_id = await ask(database, house)
    await answer(database, house, approval_id)

    assert await take(database, house, approval_id, gives_up=True) is not None


async def test_people_see_what_they_may_answer(database: Database) -> None:
    house, other = await build_house(database), await build_house(database, "x@noria.example")
    anybody = await ask(database, house)
    anns = await ask(database, house, "ann@noria.example", "bob@noria.example")

    assert await listed(database, house) == [anns, anybody]
    assert await listed(
        database, house, ApprovalFilter(is_open=True, assignee="ann@noria.example")
    ) == [anns, anybody]
    assert await listed(
        database, house, ApprovalFilter(is_open=True, assignee="eve@noria.example")
    ) == [anybody]
    assert await listed(database, house, ApprovalFilter(is_open=True, run_id=house.run_id)) == [
        anns,
        anybody,
    ]
    assert await listed(database, other) == []
    with pytest.raises(NotFound):
        await answer(database, other, anybody)


async def test_pages_follow_each_other(database: Database) -> None:
    house = await build_house(database)
    ids = [await ask(database, house) for _ in range(3)]
    first = await page(database, house, OPEN, None, 2)

    assert [row.approval.id for row in first.items] == ids[:0:-1]
    assert await listed(database, house, cursor=first.next_cursor) == ids[:1]


async def test_reminders_are_counted_once(database: Database) -> None:
    house = await build_house(database)
    approval_id = await ask(database, house)
    for number in (1, 2, 2, 1):
        await remind(database, house, approval_id, number)
    async with database.sessions.begin() as session:
        row = await approvals.get_approval(
            session, workspace_id=house.workspace_id, approval_id=approval_id
        )

    assert (row.approval.reminders, row.status) == (2, "open")
    assert row.approval.reminded_at is not None


async def test_a_reminder_tells_those_who_are_asked_once(database: Database) -> None:
    house = await build_house(database)
    approval_id = await ask(database, house, "ann@noria.example")

    for number in (1, 1, 2):
        await remind(database, house, approval_id, number)

    reminded = await reminders(database, house)
    assert [each["reminders"] for each in reminded] == [1, 2]
    asked = {(each["approval_id"], *each["assignees"]) for each in reminded}
    assert asked == {(str(approval_id), "ann@noria.example")}


async def test_nobody_is_reminded_of_what_is_answered_or_closed(database: Database) -> None:
    house = await build_house(database)
    answered, closed = await ask(database, house), await ask(database, house)
    await answer(database, house, answered)
    await take(database, house, closed, gives_up=True)

    for approval_id in (answered, closed):
        await remind(database, house, approval_id, 1)

    assert await reminders(database, house) == []


async def test_answers_that_no_run_took_are_found(database: Database) -> None:
    house = await build_house(database)
    approval_id = await ask(database, house)
    await answer(database, house, approval_id)
    async with database.sessions.begin() as session:
        late = await approvals.list_untaken(session, older_than=timedelta(0))
        early = await approvals.list_untaken(session, older_than=timedelta(minutes=1))

    assert (late, early) == ([Wake(approval_id, house.run_id)], [])
