"""Sums over the ledger: each call once, and of one workspace alone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from noria.ai.ledger import Usage
from store import model_calls
from store.database import Database, Session
from store.model_budgets import Budget, save_budget
from store.model_usage import (
    BudgetRow,
    UsageBy,
    UsageFilter,
    list_budgets,
    read_spent,
    read_total,
    read_usage,
)
from tests.store.rows import House, build_house
from tests.store.test_model_calls import open_call, order, pay


@pytest.fixture
async def house(database: Database) -> House:
    return await build_house(database)


def this_week(**more: Any) -> UsageFilter:
    now = datetime.now(UTC)
    return UsageFilter(now - timedelta(days=6), now + timedelta(days=1), **more)


async def budgets_of(session: Session, workspace_id: UUID) -> Sequence[BudgetRow]:
    spent = await read_spent(session, workspace_id=workspace_id)
    return await list_budgets(session, workspace_id=workspace_id, spent=spent)


async def usage(database: Database, house: House, by: UsageBy, **more: Any) -> dict[Any, Any]:
    async with database.sessions.begin() as session:
        rows = await read_usage(
            session, workspace_id=house.workspace_id, filters=this_week(**more), by=by
        )
    return {row.key: row.figures for row in rows}


async def test_calls_are_counted_once_by_whatever_is_asked(
    database: Database, house: House
) -> None:
    await pay(database, order(house, credential="mine"))
    await open_call(database, order(house, attempt=2))  # finds the answer
    await pay(database, order(house, key="2", model="own/model"), Usage(input_tokens=5))
    failed = await open_call(database, order(house, key="3", model="own/model"))
    async with database.sessions.begin() as session:
        await model_calls.fail_call(session, UUID(failed.call_id), "node_failed", Usage())
    await pay(database, order(house, key="4", run_id="", model="own/model"))

    by_model = await usage(database, house, "model")
    by_workflow = await usage(database, house, "workflow")
    by_credential = await usage(database, house, "credential")
    by_day = await usage(database, house, "day")

    paid, own = by_model["openai/gpt"], by_model["own/model"]
    assert (paid.calls, paid.cost_usd, paid.input_tokens) == (1, 0.25, 100)
    assert (own.calls, own.failed, own.cost_usd, own.unpriced) == (3, 1, 0.25, 1)
    assert by_workflow[str(house.workflow_id)].calls == 3
    assert by_workflow[None].calls == 1, "outside of runs"
    assert {key: row.calls for key, row in by_credential.items()} == {"mine": 1, None: 3}
    assert {key: row.calls for key, row in by_day.items()} == {
        datetime.now(UTC).date().isoformat(): 4
    }


async def test_what_is_asked_for_is_left_over(database: Database, house: House) -> None:
    await pay(database, order(house))
    await pay(database, order(house, key="2", model="own/model"))
    await pay(database, order(house, key="3"))
    async with database.engine.begin() as connection:
        await connection.execute(
            text("UPDATE model_call SET created_at = now() - interval '8 days' WHERE key = '3'")
        )

    assert (await usage(database, house, "model", model="own/model")).keys() == {"own/model"}
    assert (await usage(database, house, "model"))["openai/gpt"].calls == 1
    assert await usage(database, house, "model", workflow_id=house.run_id) == {}


async def test_one_workspace_never_sees_what_another_one_spends(
    database: Database, house: House
) -> None:
    await pay(database, order(house))
    stranger = await build_house(database, "stranger@noria.example")
    async with database.sessions.begin() as session:
        total = await read_total(session, workspace_id=stranger.workspace_id, filters=this_week())
        budgets = await budgets_of(session, stranger.workspace_id)

    assert (total.calls, total.cost_usd) == (0, 0)
    assert await usage(database, stranger, "workflow") == {}
    assert [row.spent_this_month_usd for row in budgets] == [0]


async def test_a_budget_says_what_is_spent_of_it(database: Database, house: House) -> None:
    async with database.sessions.begin() as session:
        await save_budget(
            session,
            workspace_id=house.workspace_id,
            workflow_id=house.workflow_id,
            budget=Budget(day_usd=3),
        )
    await pay(database, order(house))
    await open_call(database, order(house, key="2", estimate_usd=0.5))  # under way
    await pay(database, order(house, key="3", run_id=""))
    await pay(database, order(house, key="4", model="own/model"), Usage(input_tokens=5))
    async with database.sessions.begin() as session:
        whole, workflow = await budgets_of(session, house.workspace_id)

    assert (whole.workflow_id, whole.budget, whole.spent_today_usd) == (None, Budget(), 1.0)
    assert (workflow.workflow_name, workflow.budget) == ("Order triage", Budget(day_usd=3))
    assert workflow.spent_today_usd == workflow.spent_this_month_usd == 0.75
    assert (whole.unpriced_this_month, workflow.unpriced_this_month) == (1, 1)


async def test_a_call_nobody_reported_the_end_of_is_spent_of_no_budget(
    database: Database, house: House
) -> None:
    """As it holds back no other call."""
    await pay(database, order(house))
    await open_call(database, order(house, key="2", estimate_usd=0.5))
    async with database.engine.begin() as connection:
        await connection.execute(
            text(
                "UPDATE model_call SET created_at = now() - interval '31 minutes'"
                " WHERE status = 'running'"
            )
        )
    async with database.sessions.begin() as session:
        [whole] = await budgets_of(session, house.workspace_id)

    assert whole.spent_this_month_usd == 0.25
