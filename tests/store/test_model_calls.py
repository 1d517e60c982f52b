import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from noria.ai.ledger import CallOrder, Opened, Usage
from noria.errors import BudgetSpent
from store import model_calls, workflows
from store.database import Database
from store.ids import new_id
from store.model_budgets import Budget, save_budget
from store.spent_below import spent_below
from tests.store.rows import House, add_run, build_house, write

PAID = Usage(input_tokens=100, output_tokens=20, cost_usd=0.25, latency_ms=300, first_token_ms=80)
CALLER = "of the run that called this one"


@pytest.fixture
async def house(database: Database) -> House:
    return await build_house(database)


def order(house: House, **more: Any) -> CallOrder:
    given: dict[str, Any] = {
        "workspace_id": str(house.workspace_id),
        "run_id": str(house.run_id),
        "node_id": "ask",
        "iteration": "",
        "attempt": 1,
        "key": "r:ask:#",
        "kind": "chat",
        "model": "openai/gpt",
        "request_hash": "abc",
    }
    return CallOrder(**{**given, **more})


async def open_call(database: Database, asked: CallOrder) -> Opened:
    async with database.sessions.begin() as session:
        return await model_calls.open_call(session, asked)


async def pay(database: Database, asked: CallOrder, usage: Usage = PAID) -> Opened:
    opened = await open_call(database, asked)
    async with database.sessions.begin() as session:
        await model_calls.close_call(session, UUID(opened.call_id), usage, {"text": "hello"})
    return opened


async def test_an_attempt_that_is_repeated_finds_its_answer(
    database: Database, house: House
) -> None:
    first = await open_call(database, order(house))
    assert first.answer is None, "nobody has answered yet"
    again = await open_call(database, order(house, attempt=2))
    assert again.answer is None, "the first attempt died before it was answered"
    async with database.sessions.begin() as session:
        await model_calls.close_call(session, UUID(again.call_id), PAID, {"text": "hello"})

    third = await open_call(database, order(house, attempt=3, model="other/model"))

    assert third.answer == {"text": "hello"}
    assert (third.usage, third.is_cached) == (PAID, False)
    assert (await open_call(database, order(house, key="r:ask:#mend"))).answer is None


async def test_another_run_is_answered_from_the_cache_only_where_it_asks_for_it(
    database: Database, house: House
) -> None:
    await pay(database, order(house))
    other = await add_run(database, house.workspace_id, house.workflow_id)
    asks = {"run_id": str(other), "key": "o:ask:#"}

    assert (await open_call(database, order(house, **asks))).answer is None
    hit = await open_call(database, order(house, **asks, cache_s=60))
    assert (hit.answer, hit.is_cached) == ({"text": "hello"}, True)
    for differs in ({"request_hash": "x"}, {"credential": "mine"}, {"model": "openai/other"}):
        miss = await open_call(
            database, order(house, **{**asks, "key": "k", **differs}, cache_s=60)
        )
        assert miss.answer is None
    async with database.engine.begin() as connection:
        await connection.execute(
            text("UPDATE model_answer SET created_at = now() - interval '2 minutes'")
        )
    assert (await open_call(database, order(house, **asks, cache_s=60))).answer is None


async def retry_of(database: Database, house: House, run_id: UUID, relation: str = "retry") -> str:
    more: Any = {"parent_run_id": run_id, "relation": relation}
    return str(await add_run(database, house.workspace_id, house.workflow_id, **more))


async def test_a_retry_takes_over_what_its_runs_before_were_answered(
    database: Database, house: House
) -> None:
    round_two = {"node_id": "agent__think", "iteration": "1"}
    await pay(database, order(house, **round_two, key="r:agent__think:1#"))
    first = await retry_of(database, house, house.run_id)
    second = await retry_of(database, house, UUID(first))
    asked = {**round_two, "run_id": second, "key": f"{second}:agent__think:1#"}

    taken = await open_call(database, order(house, **asked))

    assert (taken.answer, taken.is_cached) == ({"text": "hello"}, True)
    async with database.sessions.begin() as session:
        sums = await model_calls.sums_of_step(
            session,
            workspace_id=house.workspace_id,
            run_id=UUID(second),
            node_id="agent__think",
        )
    assert (sums["1"].cost_usd, sums["1"].cached) == (0.0, True)
    for differs in (
        {"request_hash": "x"},
        {"iteration": "2"},
        {"node_id": "other__think"},
        {"key": "k#mend"},
        {"credential": "mine"},
    ):
        miss = await open_call(database, order(house, **{**asked, **differs}))
        assert miss.answer is None, differs
    fork = await retry_of(database, house, house.run_id, "fork")
    assert (await open_call(database, order(house, **{**asked, "run_id": fork}))).answer is None


@pytest.mark.parametrize(
    ("error", "is_taken"),
    [
        ({"type": "node_failed", "retryable": False}, False),
        ({"type": "node_unavailable", "retryable": True}, True),
        ({"type": "budget_spent", "retryable": False}, True),
    ],
)
async def test_a_retry_asks_anew_where_the_step_failed_with_its_answer(
    database: Database, house: House, error: dict[str, Any], is_taken: bool
) -> None:
    await pay(database, order(house))
    await write(database, [house.step("ask", "failed", error={"message": "No.", **error})])
    first = await retry_of(database, house, house.run_id)
    again = await open_call(database, order(house, run_id=first, key="1:ask:#"))
    assert (again.answer is not None) == is_taken

    await pay(database, order(house, run_id=first, key="1:ask:#"))
    second = await retry_of(database, house, UUID(first))

    newer = await open_call(database, order(house, run_id=second, key="2:ask:#"))
    assert newer.answer, "the retry's own answer stands, whatever the first run's did"


async def test_one_workspace_never_sees_the_answers_of_another(
    database: Database, house: House
) -> None:
    await pay(database, order(house))
    stranger = await build_house(database, "stranger@noria.example")

    assert (await open_call(database, order(stranger, cache_s=60))).answer is None
    spied = await open_call(database, order(stranger, run_id=str(house.run_id), cache_s=60))
    assert spied.answer is None


@pytest.mark.parametrize(
    ("budget", "of_workflow", "name"),
    [
        (Budget(run_usd=0.4), False, "run"),
        (Budget(day_usd=0.4), True, "workflow_day"),
        (Budget(month_usd=0.4), False, "workspace_month"),
    ],
)
async def test_no_call_is_made_beyond_a_budget(
    database: Database, house: House, budget: Budget, of_workflow: bool, name: str
) -> None:
    async with database.sessions.begin() as session:
        await save_budget(
            session,
            workspace_id=house.workspace_id,
            workflow_id=house.workflow_id if of_workflow else None,
            budget=budget,
        )
    await pay(database, order(house))

    with pytest.raises(BudgetSpent, match=r"0\.2500 of 0\.4000 US dollars") as spent:
        await open_call(database, order(house, key="2", estimate_usd=0.2))
    assert isinstance(spent.value.details, dict)
    assert spent.value.details["budget"] == name
    await pay(database, order(house, key="3", estimate_usd=0.1))
    with pytest.raises(BudgetSpent):
        await open_call(database, order(house, key="4"))
    assert (await open_call(database, order(house))).answer, (
        "what was paid for is given all the same"
    )


async def test_a_step_has_a_budget_of_its_own(database: Database, house: House) -> None:
    await pay(database, order(house, max_cost_usd=0.2))

    with pytest.raises(BudgetSpent, match="step 'ask'"):
        await open_call(database, order(house, key="2", max_cost_usd=0.2))
    await open_call(database, order(house, key="3", max_cost_usd=0.2, iteration="1"))


async def test_what_sub_runs_spend_counts_in_the_run_that_called_them(
    database: Database, house: House
) -> None:
    async def below(run_id: UUID, relation: str = "call") -> str:
        related = {"parent_run_id": run_id, "relation": relation}
        return str(await add_run(database, house.workspace_id, called_id, **related))

    async with database.sessions.begin() as session:
        called = await workflows.add_workflow(
            session,
            workspace_id=house.workspace_id,
            name="Called",
            graph={"nodes": [], "edges": []},
        )
        called_id = called.id
        for workflow_id, budget in (
            (house.workflow_id, Budget(run_usd=0.5)),
            (called_id, Budget(run_usd=0.3)),
        ):
            await save_budget(
                session,
                workspace_id=house.workspace_id,
                workflow_id=workflow_id,
                budget=budget,
            )
    child = await below(house.run_id)
    grandchildren = [await below(UUID(child)) for _ in range(2)]
    other = await below(house.run_id, "item")
    retry = await below(house.run_id, "retry")

    await pay(database, order(house, run_id=grandchildren[0]))
    with pytest.raises(BudgetSpent, match=rf"{CALLER} is spent: 0.2500 of 0.3000"):
        await open_call(database, order(house, run_id=grandchildren[1], estimate_usd=0.1))
    with pytest.raises(BudgetSpent, match="of the run is spent: 0.2500 of 0.3"):
        await open_call(database, order(house, run_id=child, estimate_usd=0.1))
    await pay(database, order(house, run_id=other))
    with pytest.raises(BudgetSpent, match="of the run is spent: 0.5000 of 0.5"):
        await open_call(database, order(house))
    with pytest.raises(BudgetSpent, match=rf"{CALLER} is spent: 0.5000 of 0.5000"):
        await open_call(database, order(house, run_id=other, key="2"))

    assert (await open_call(database, order(house, run_id=retry))).call_id, "it was not called"


async def test_what_steps_and_the_runs_they_started_have_spent(
    database: Database, house: House
) -> None:
    async def below(run_id: UUID, node_id: str, iteration: str, relation: str = "call") -> UUID:
        related = {"parent_run_id": run_id, "relation": relation, "parent_node_id": node_id}
        return await add_run(
            database, house.workspace_id, house.workflow_id, parent_iteration=iteration, **related
        )

    async def spent(iteration: str = "", *node_ids: str) -> float | None:
        async with database.sessions.begin() as session:
            return await spent_below(
                session,
                workspace_id=house.workspace_id,
                run_id=house.run_id,
                node_ids=node_ids or ("call", "ask"),
                iteration=iteration,
            )

    first, other = (
        await below(house.run_id, "call", "3/0/0"),
        await below(house.run_id, "call", "31/0", "item"),
    )
    deep = await below(first, "deep", "")
    forked = await below(house.run_id, "call", "3/0", "fork")
    not_asked = await below(house.run_id, "elsewhere", "3/0")
    for run_id in (first, deep, other, forked, not_asked):
        await pay(database, order(house, run_id=str(run_id)))
    await pay(database, order(house, iteration="3/1"))
    await pay(database, order(house, node_id="think", key="2", iteration="3/1"))

    assert await spent() == 4 * 0.25
    assert await spent("3") == 3 * 0.25
    assert await spent("3", "call") == 2 * 0.25
    assert await spent("4") == 0.0


async def test_a_call_outside_of_runs_counts_for_whom_it_is_made(
    database: Database, house: House
) -> None:
    """As judging the answers of a workflow, which its budget holds back too."""
    about: dict[str, Any] = {"run_id": "", "workflow_id": str(house.workflow_id)}
    await pay(database, order(house, **about))
    async with database.sessions.begin() as session:
        await save_budget(
            session,
            workspace_id=house.workspace_id,
            workflow_id=house.workflow_id,
            budget=Budget(day_usd=0.2),
        )

    with pytest.raises(BudgetSpent):
        await open_call(database, order(house, **about, key="other"))
    await open_call(database, order(house, run_id="", key="of nobody"))


async def test_calls_at_the_same_time_share_a_budget(database: Database, house: House) -> None:
    async with database.sessions.begin() as session:
        await save_budget(
            session, workspace_id=house.workspace_id, workflow_id=None, budget=Budget(day_usd=1)
        )
    orders = [order(house, key=str(number), estimate_usd=0.3) for number in range(8)]

    opened = await asyncio.gather(
        *(open_call(database, each) for each in orders), return_exceptions=True
    )

    assert sum(isinstance(each, Opened) for each in opened) == 3
    assert sum(isinstance(each, BudgetSpent) for each in opened) == 5


async def test_what_failed_or_was_lost_holds_nothing_back(database: Database, house: House) -> None:
    async with database.sessions.begin() as session:
        await save_budget(
            session, workspace_id=house.workspace_id, workflow_id=None, budget=Budget(day_usd=1)
        )
    failed = await open_call(database, order(house, key="1", estimate_usd=0.9))
    async with database.sessions.begin() as session:
        await model_calls.fail_call(session, UUID(failed.call_id), "node_failed", Usage())
    await open_call(database, order(house, key="2", estimate_usd=0.9))
    async with database.engine.begin() as connection:
        await connection.execute(
            text("UPDATE model_call SET created_at = now() - interval '31 minutes'")
        )

    assert (await open_call(database, order(house, key="3", estimate_usd=0.9))).answer is None


async def test_costs_outlive_a_run_and_answers_do_not(database: Database, house: House) -> None:
    await pay(database, order(house))
    async with database.engine.begin() as connection:
        await connection.execute(text("DELETE FROM run"))
        costs = (await connection.execute(text("SELECT cost_usd FROM model_call"))).scalars().all()
        answers = (await connection.execute(text("SELECT count(*) FROM model_answer"))).scalar_one()

    assert (costs, answers) == ([0.25], 0)
    late = await open_call(database, order(house, run_id=str(new_id())))
    assert late.answer is None, "a run that has no row can still ask"


async def test_calls_are_forgotten_after_more_than_a_year(database: Database, house: House) -> None:
    await pay(database, order(house, key="1"))
    async with database.engine.begin() as connection:
        await connection.execute(
            text("UPDATE model_call SET created_at = now() - interval '401 days'")
        )
    await pay(database, order(house, key="2"))

    async with database.sessions.begin() as session:
        forgotten = [await model_calls.forget_calls(session) for _ in range(2)]
    async with database.engine.begin() as connection:
        left = (await connection.execute(text("SELECT count(*) FROM model_call"))).scalar_one()

    assert (forgotten, left) == ([1, 0], 1)
