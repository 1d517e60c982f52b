"""Retries and forks of runs whose items are runs of their own, in the moments in which little is known."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from api.forks import request_hash
from api.schemas.forks import ForkCreate
from api.services import Services
from noria.model import NodeId
from noria.sub_runs import ItemRunOrder
from store import forks, sub_runs
from store.database import Database
from store.forks import ForkOrder
from store.ids import new_id
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.test_forks import DONE, NOON
from tests.api.test_forks_in_iterations import FAILED, at, looped, sources, with_items
from tests.api.test_runs import report, workspace_of
from tests.api.test_runs_of_items import item_of

RUNNING = {**DONE, "status": "running", "port": None, "finished_at": None}
WEB: dict[str, Any] = {"type": "http.request", "config": {"url": "https://x.example"}}
SUCCEEDED = {"status": "succeeded", "finished_at": NOON}
CANCELLED = {"status": "cancelled", "finished_at": NOON}
UNDER_WAY = {"status": "running", "started_at": NOON}


def states_of(temporal: FakeTemporal, run: dict[str, Any]) -> dict[str, Any]:
    snapshot = temporal.started[run["id"]].snapshot
    assert snapshot is not None
    return {key: state.output for key, state in snapshot.states.items() if key != "start"}


async def test_of_an_item_that_had_ended_before_its_run_knew_nothing_is_done_again(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run = await owner.start(await owner.publish(looped(own_runs=True)))
    item = await item_of(owner, database, run, "0")
    await report(database, owner, item, [at("price", "0"), at("send", "0")], SUCCEEDED)
    rows = [at("start", output={"id": 1}), {"node_id": "each__item", "iteration": "0", **RUNNING}]
    await report(database, owner, run["id"], [*rows, {"node_id": "each", **RUNNING}], CANCELLED)
    retry = await owner.json("POST", f"/runs/{run['id']}/retry")

    assert set(states_of(temporal, retry)) == {"price[0]", "send[0]"}


async def test_a_terminated_run_is_retried_once_its_items_are_stopped(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run = await owner.start(await owner.publish(looped(own_runs=True)))
    item = await item_of(owner, database, run, "0")
    await report(database, owner, item, [at("price", "0")], UNDER_WAY)
    await report(database, owner, run["id"], [at("start", output={"id": 1})], CANCELLED)

    refused = await owner.ask("POST", f"/runs/{run['id']}/retry")
    await report(database, owner, item, [], CANCELLED)
    retry = await owner.json("POST", f"/runs/{run['id']}/retry")

    assert refused.status_code == 409
    assert "still being stopped" in refused.json()["detail"]
    assert set(states_of(temporal, retry)) == {"price[0]"}


async def test_an_inner_item_that_the_outer_one_has_undone_goes_on_where_it_stands(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    each: dict[str, Any] = {"type": "for_each", "config": {"items": [1], "own_runs": True}}
    graph: dict[str, Any] = {
        "nodes": [
            {"id": "start", "type": "start"},
            {"id": "each", **each},
            {"id": "inner", "parent": "each", **each},
            {"id": "ask", "type": "set", "parent": "inner", "config": {"values": {}}},
            {"id": "book", "parent": "inner", "undo": "unbook", **WEB},
            {"id": "unbook", "parent": "inner", **WEB},
            {"id": "late", "type": "set", "parent": "each", "config": {"values": {}}},
        ],
        "edges": [
            {"from": "start", "to": "each"},
            {"from": "ask", "to": "book"},
            {"from": "inner", "to": "late"},
        ],
    }
    run = await owner.start(await owner.publish(graph))
    outer = await item_of(owner, database, run, "0")
    inner = await item_of(owner, database, {"id": outer}, "0/0", node_id="inner__item")
    ended = {"status": "failed", "error": FAILED["error"], "finished_at": NOON}
    failed = {"iteration": "0", **FAILED}
    await report(database, owner, inner, [at("ask", "0/0"), at("book", "0/0")], SUCCEEDED)
    rows = [at("inner__item", "0/0"), at("inner", "0"), at("unbook", "0/0")]
    await report(database, owner, outer, [*rows, {"node_id": "late", **failed}], ended)
    rows = [at("start", output={"id": 1}), {"node_id": "each__item", **failed}]
    await report(database, owner, run["id"], [*rows, {"node_id": "each", **FAILED}], ended)
    retry = await owner.json("POST", f"/runs/{run['id']}/retry")

    assert set(states_of(temporal, retry)) == {"ask[0/0]"}


async def test_of_two_runs_of_an_item_the_newer_counts(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run = await owner.start(await owner.publish(looped(own_runs=True)))
    for said in ("first", "second"):
        item = await item_of(owner, database, run, "0")
        rows = [at("price", "0", output=said)]
        if said == "first":
            rows.append(at("send", "0", output=said))
        await report(database, owner, item, rows, CANCELLED)
    await report(database, owner, run["id"], [at("start", output={"id": 1})], CANCELLED)
    retry = await owner.json("POST", f"/runs/{run['id']}/retry")

    assert states_of(temporal, retry) == {"price[0]": "second"}


async def test_no_row_is_lost_of_an_item_that_begins_while_its_run_is_forked(
    owner: Client, database: Database, services: Services
) -> None:
    run_id, _ = await with_items(owner, database)
    retry = await owner.json("POST", f"/runs/{run_id}/retry")
    workspace_id = await workspace_of(owner)
    await report(database, owner, retry["id"], [{"node_id": "each", **RUNNING}], UNDER_WAY)
    order = ForkOrder(
        workspace_id=UUID(workspace_id), run_id=UUID(retry["id"]), account_id=None,
        relation="fork", node_id=NodeId("send"), iteration="1",
    )  # fmt: skip
    prepared = await forks.prepare_fork(services.database, services.blobs, order)
    begun = ItemRunOrder(
        run_id=str(new_id()), parent_run_id=retry["id"], workspace_id=workspace_id,
        node_id=NodeId("each__item"), iteration="1", facts={}, taken_over=("price[1]",),  # type: ignore[arg-type]
    )  # fmt: skip
    async with database.sessions.begin() as session:
        assert await sub_runs.add_item_run(session, order=begun)
    recorded = await forks.record_fork(services.database, services.blobs, prepared)

    assert recorded is not None
    assert "price@1" in await sources(owner, str(recorded.run_id))


async def test_from_the_page_of_an_item_a_step_in_a_loop_of_it_stands_for_the_loop(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    graph = looped(own_runs=True)
    graph["nodes"] += [
        {"id": "inner", "type": "for_each", "parent": "each", "config": {"items": [1]}},
        {"id": "deep", "type": "set", "parent": "inner", "config": {"values": {}}},
    ]
    graph["edges"].append({"from": "send", "to": "inner"})
    run = await owner.start(await owner.publish(graph))
    item = await item_of(owner, database, run, "1")
    body = [at("price", "1"), at("send", "1"), at("deep", "1/0"), at("inner", "1")]
    await report(database, owner, item, body, SUCCEEDED)
    rows = [at("start", output={"id": 1}), at("each__item", "1"), at("each")]
    await report(database, owner, run["id"], rows, SUCCEEDED)
    fork = await owner.json("POST", f"/runs/{item}/fork", json={"node_id": "deep"})

    assert set(states_of(temporal, fork)) == {"price[1]", "send[1]"}


@pytest.mark.timeout(120)
async def test_of_very_many_items_that_failed_the_run_is_retried_all_the_same(
    owner: Client, database: Database
) -> None:
    """PostgreSQL takes 65,535 values in one statement."""
    run_id, item = await with_items(owner, database)
    async with database.engine.begin() as connection:
        found = await connection.execute(
            text(
                "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns "
                "WHERE table_name = 'run' AND is_generated = 'NEVER' "
                "AND column_name NOT IN ('id', 'parent_iteration')"
            )
        )
        names = found.scalar_one()
        await connection.execute(
            text(
                f"INSERT INTO run (id, parent_iteration, {names}) "
                f"SELECT gen_random_uuid(), at::text, {names} FROM run, "
                "generate_series(10, 66000) AS at WHERE id = :item"
            ),
            {"item": item},
        )
    answer = await owner.ask("POST", f"/runs/{run_id}/retry")

    assert answer.status_code == 202, answer.text


def test_keys_of_forks_that_were_sent_before_there_were_iterations_go_on_to_mean_the_same() -> None:
    target, plain = uuid4(), ForkCreate(node_id=NodeId("shape"))
    given = ForkCreate(node_id=NodeId("shape"), iteration="")

    assert request_hash(target, plain) == request_hash(target, given)
    assert request_hash(target, plain) != request_hash(
        target, ForkCreate(node_id=NodeId("shape"), iteration="0")
    )
