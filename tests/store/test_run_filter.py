"""Filters of the runs list: the same runs by whichever parts an index finds them."""

from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import select

from store import workflows
from store.database import Database
from store.ids import new_id
from store.run_filter import MAX_PARTS, RunFilter
from store.runs import list_runs
from store.tables import Run
from tests.store.rows import House, add_run, build_house


async def _found(database: Database, house: House, limit: int = 3, **filters: Any) -> list[UUID]:
    """All of them, page by page."""
    ids: list[UUID] = []
    cursor: str | None = None
    while True:
        async with database.sessions.begin() as session:
            page = await list_runs(
                session,
                workspace_id=house.workspace_id,
                filters=RunFilter(**filters),
                cursor=cursor,
                limit=limit,
            )
        ids += [item.run.id for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return ids


async def _add_workflow(database: Database, house: House, name: str) -> UUID:
    async with database.sessions.begin() as session:
        added = await workflows.add_workflow(
            session, workspace_id=house.workspace_id, name=name, graph={"nodes": [], "edges": []}
        )
    return added.id


async def _set(database: Database, run_id: UUID, **values: Any) -> None:
    async with database.sessions.begin() as session:
        run = await session.get_one(Run, run_id)
        for name, value in values.items():
            setattr(run, name, value)


async def _some(database: Database, house: House) -> list[UUID]:
    """Twelve more runs of two workflows, in four statuses, the newest first."""
    billing = await _add_workflow(database, house, "Billing order 7")
    statuses = ("queued", "failed", "succeeded", "cancelled")
    ids = [house.run_id]
    for number in range(12):
        workflow_id = (house.workflow_id, billing)[number % 2]
        run_id = await add_run(database, house.workspace_id, workflow_id)
        await _set(
            database,
            run_id,
            status=statuses[number % 4],
            error={"type": "node_failed", "message": f"Host {number} said 50% off", "retryable": False}
            if number % 4 == 1
            else None,
            trigger="webhook" if number % 3 == 0 else "manual",
        )  # fmt: skip
        ids.append(run_id)
    return ids[::-1]


async def test_parts_give_what_the_conditions_give_in_the_same_order(database: Database) -> None:
    house = await build_house(database)
    newest_first = await _some(database, house)

    async def as_conditions(**filters: Any) -> list[UUID]:
        async with database.sessions.begin() as session:
            among = set(
                await session.exec(select(Run.id).where(*RunFilter(**filters).conditions()))
            )
        return [run_id for run_id in newest_first if run_id in among]

    kinds: list[dict[str, Any]] = [
        {},
        {"statuses": ("failed",)},
        {"statuses": ("failed", "queued", "paused")},
        {"statuses": ("failed", "succeeded")},
        {"search": "ORDER"},
        {"search": "order", "statuses": ("failed", "cancelled")},
        {"search": str(newest_first[4])[:30]},
        {"search": "order", "workflow_id": house.workflow_id},
        {"triggers": ("webhook",)},
        {"triggers": ("webhook", "manual"), "workflow_id": house.workflow_id},
        {"error": "50% OFF"},
        {"error": "5_%"},
        {"error": "said", "statuses": ("failed", "queued")},
        {"error": "said", "statuses": ("queued",)},
        {"run_ids": tuple(newest_first[2:4])},
    ]
    for filters in kinds:
        assert await _found(database, house, **filters) == await as_conditions(**filters), filters
    assert len(await _found(database, house, error="50% OFF")) == 3


async def test_a_search_for_very_many_workflows_is_one_part() -> None:
    named = [new_id() for _ in range(MAX_PARTS + 1)]

    assert len(RunFilter(search="order").parts(named)) == 1
    assert len(RunFilter(search="order").parts(named[:3])) == 3
    assert RunFilter(search="nothing is named so").parts([]) == []


@pytest.mark.parametrize("start", ["0", "01a1fdd4", "01a1fdd4-", "01a1fdd4-0458-7", "zz", "01a1-x"])
async def test_the_beginning_of_an_id_is_no_error_whatever_it_is(
    database: Database, start: str
) -> None:
    house = await build_house(database)

    found = await _found(database, house, search=start)

    assert found == ([house.run_id] if str(house.run_id).startswith(start) else [])


async def test_others_runs_are_never_found(database: Database) -> None:
    house = await build_house(database)
    other = await build_house(database, "stranger@noria.example")

    kinds: list[dict[str, Any]] = [
        {},
        {"search": "order"},
        {"run_ids": (other.run_id,)},
        {"search": str(other.run_id)},
    ]
    for filters in kinds:
        assert other.run_id not in await _found(database, house, **filters)


async def test_a_rare_status_is_found_by_its_index(database: Database) -> None:
    """As a list would be read through otherwise, with every run of the workspace in it."""
    house = await build_house(database)
    async with database.engine.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO run (id, workspace_id, workflow_id, version, status)"
                " SELECT gen_random_uuid(), :workspace, :workflow, 1, 'succeeded'"
                " FROM generate_series(1, 5000)"
            ),
            {"workspace": house.workspace_id, "workflow": house.workflow_id},
        )
        await connection.execute(text("ANALYZE run"))
        rows = await connection.execute(
            text(
                "EXPLAIN SELECT id FROM run WHERE workspace_id = :workspace AND status = 'paused'"
                " ORDER BY created_at DESC, id DESC LIMIT 51"
            ),
            {"workspace": house.workspace_id},
        )
        plan = "\n".join(row[0] for row in rows)

    assert "ix_run_status" in plan, plan


def test_pages_of_ids_are_disjoint() -> None:
    """Of an id that ends a block of hex digits, the range ends with it."""
    bounds = [
        next(iter(RunFilter(search=start).parts([])))[0].compile().params
        for start in ("01a1fdd4", "01a1fdd5")
    ]
    ends = [sorted(each.values()) for each in bounds]

    assert all(left[1] < right[0] for left, right in pairwise(ends))
