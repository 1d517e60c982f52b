"""Agents whole: each round and each tool call is a step of its own, on real parts."""

import time
from collections.abc import AsyncGenerator
from datetime import datetime
from itertools import pairwise
from typing import Any, cast
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlmodel import select

from activities.ai.calls import library
from store import approvals
from store.approvals import Given
from store.credentials import CredentialChange, add_credential
from store.sealing import Sealer
from store.tables import Account, Run
from tests import mcp_stub
from tests.activities.internet import Service
from tests.api.server import serving
from tests.model_stub import Stub
from tests.worker.house import House, end_node, http_node, start_node, until
from tests.worker.test_process import url, working
from worker.process import Settings

RETRY = {"max_attempts": 3, "initial_interval_s": 0.05}


@pytest.fixture(scope="session")
async def models_are_imported() -> None:
    await library.warm_up()


def agent(task: str, **config: Any) -> dict[str, Any]:
    return {
        "id": "helper",
        "type": "agent",
        "name": "Helper",
        "config": {"instructions": "Help.", "input": task, **config},
        "policy": {"timeout_s": 30, "retry": RETRY},
    }


def tool(node_id: str, address: str, **config: Any) -> dict[str, Any]:
    return {
        "id": node_id,
        "type": "http.request",
        "parent": "helper",
        "config": {"url": address, **config},
        "policy": {"timeout_s": 10, "retry": RETRY},
    }


async def record(house: House, *nodes: dict[str, Any]) -> UUID:
    all_nodes = [start_node(), *nodes, end_node("{{ steps.helper.output }}")]
    return await house.record(all_nodes, ["start helper", "helper end"])


async def run(settings: Settings, house: House, *nodes: dict[str, Any]) -> Run:
    run_id = await record(house, *nodes)
    async with working(settings):
        await house.start(run_id)
        return await house.ended(run_id)


def output(ended: Run) -> dict[str, Any]:
    assert ended.status == "succeeded", ended.error
    return cast("dict[str, Any]", ended.output)


def results(ended: Run) -> list[str]:
    """What the model was told of its calls."""
    return [each["content"] for each in output(ended)["transcript"] if each["role"] == "tool"]


@pytest.fixture
async def shop(settings: Settings) -> AsyncGenerator[dict[str, Any]]:
    """A server of MCP tools that the workers may reach, as an agent's config names it."""
    async with serving(cast("FastAPI", mcp_stub.SHOP.streamable_http_app())) as address:
        settings.worker.allowed_hosts += f",{httpx2.URL(address).netloc.decode()}"
        yield {"name": "shop", "url": f"{address}/mcp"}


async def called_by(house: House, *nodes: dict[str, Any]) -> str:
    """The id of a workflow that runs them one after the other."""
    names = ["start", *(node["id"] for node in nodes), "end"]
    edges = [f"{before} {after}" for before, after in pairwise(names)]
    end = end_node({"twice": "{{ trigger.n * 2 }}"})
    run_id = await house.record([start_node(), *nodes, end], edges)
    return str((await house.read(run_id)).workflow_id)


def runs(node_id: str, workflow_id: str) -> dict[str, Any]:
    config = {"workflow": workflow_id, "input": {"n": "{{ item.n }}"}}
    return {"id": node_id, "type": "workflow.run", "parent": "helper", "config": config}


@pytest.mark.usefixtures("models_are_imported")
async def test_tools_are_nodes_servers_tools_agents_and_workflows(
    settings: Settings, house: House, service: Service, shop: dict[str, Any]
) -> None:
    """One of them is an agent, with a tool of its own; of two workflows one may not be such a tool."""
    book = http_node("book", url(service, "/book"), method="POST")
    look = http_node("look", url(service, "/stock/{{ trigger.n }}"))
    workflows = [
        runs("twice", await called_by(house, look)),
        runs("order", await called_by(house, book)),
    ]
    policies = [{"node": each["id"], "effects": "read"} for each in workflows]
    asks = '[[tool look_up {"order_id": "A17"}]] [[tool look_up {"order_id": "B2"}]]'
    more = (
        '[[tool shop_look_up {"order_id": "M1"}]] [[tool twice {"n": 21}]] [[tool order {"n": 1}]]'
    )
    task = f"{asks} [[tool expert {{}}]] {more}\n[[say Both are on their way.]]"
    look_up = tool("look_up", url(service, "/orders/{{ item.order_id }}"))
    expert = {**agent("[[tool shelf {}]]\n[[say In stock.]]"), "id": "expert", "parent": "helper"}
    shelf = {**tool("shelf", url(service, "/shelf")), "parent": "expert"}

    helper = agent(task, mcp=[shop], tools=policies)
    ended = await run(settings, house, helper, look_up, expert, shelf, *workflows)

    said = output(ended)
    assert (said["text"], said["rounds"]) == ("Both are on their way.", 2)
    assert said["counts"] == {
        "look_up": 2, "expert": 1, "shop_look_up": 1, "twice": 1, "order": 1,
    }  # fmt: skip
    asked = sorted(request.path for request in service.received)
    assert asked == ["/orders/A17", "/orders/B2", "/shelf", "/stock/21"], "and nothing was booked"
    assert "In stock." in results(ended)[2]
    assert ("M1" in mcp_stub.ASKED, "on its way" in results(ended)[3]) == (True, True)
    assert '"twice":42' in results(ended)[4].replace(" ", "")
    assert "its node 'book' of the type 'http.request' may" in results(ended)[5]
    async with house.database.sessions.begin() as session:
        called = (await session.exec(select(Run).where(Run.parent_run_id == ended.id))).all()
    assert [(each.parent_node_id, each.parent_iteration) for each in called] == [("twice", "1/4")]
    assert said["cost_usd"] == 0.0, "with what the other agent cost"
    assert ["/orders/A17" in results(ended)[0], "/orders/B2" in results(ended)[1]] == [True, True]
    attempts = await house.attempts(ended.id)
    made = [row.iteration for row in attempts["look_up"] if row.status == "succeeded"]
    assert sorted(made) == ["1/0", "1/1"]
    assert {row.iteration for row in attempts["helper__think"]} == {"0", "1"}


@pytest.mark.usefixtures("models_are_imported")
async def test_what_the_model_may_not_have_is_told_to_it(
    settings: Settings, house: House, service: Service
) -> None:
    lines = [
        "[[tool drop_tables {}]]",
        '[[tool look_up {"order_id": "1", "credential": "admin"}]]',
        "[[tool look_up {}]]",
        '[[tool look_up {"order_id": "1"}]] [[tool look_up {"order_id": "2"}]]',
        "[[say done]]",
    ]
    policy = {"node": "look_up", "max_calls": 1}
    look_up = tool("look_up", url(service, "/orders/{{ item.order_id }}"))

    ended = await run(settings, house, agent("\n".join(lines), tools=[policy]), look_up)

    told = results(ended)
    assert "There is no tool 'drop_tables'; there are look_up." in told[0]
    assert "'credential' was unexpected" in told[1]
    assert '"order_id" is a required property' in told[2].replace("\\", "")
    assert "/orders/1" in told[3]
    assert "may be called 1 times only" in told[4]
    assert [request.path for request in service.received] == ["/orders/1"]


@pytest.mark.usefixtures("models_are_imported")
async def test_a_round_waits_until_its_tool_may_be_called_again(
    settings: Settings, house: House, service: Service
) -> None:
    """From a state in which the tool's minute is almost over, so that nobody waits for a whole one."""
    policy = {"node": "look_up", "max_calls_per_minute": 1}
    look_up = tool("look_up", url(service, "/orders/{{ item.order_id }}"))
    task = '[[tool look_up {"order_id": "1"}]]\n[[say Both.]]'
    async with working(settings):
        resume = {
            "done": False, "model": "demo/demo", "rounds": 1, "input_tokens": 4,
            "output_tokens": 8, "cost_usd": 0.0, "began_at": time.time(),
            "counts": {"look_up": 1}, "called_at": {"look_up": [time.time() - 50]},
            "transcript": [{"role": "user", "content": task}],
        }  # fmt: skip
        run_id = await record(house, agent("", resume=resume, tools=[policy]), look_up)
        await house.start(run_id)
        ended = await house.ended(run_id)

    said = output(ended)
    assert (said["text"], said["counts"]) == ("Both.", {"look_up": 2})
    attempts = await house.attempts(ended.id)
    thought, paced = attempts["helper__think"][0], attempts["helper__pace"][1]
    may_begin = datetime.fromisoformat(cast("dict[str, Any]", thought.output)["not_before"])
    assert thought.finished_at is not None
    assert may_begin > thought.finished_at, "else nothing was waited for"
    assert paced.finished_at is not None
    assert paced.finished_at >= may_begin
    assert len(service.received) == 1


@pytest.mark.usefixtures("models_are_imported")
async def test_at_a_limit_the_agent_answers_with_what_it_has(
    settings: Settings, house: House, service: Service
) -> None:
    endless = '[[tool look_up {"order_id": "1"}]]\n' * 10
    look_up = tool("look_up", url(service, "/orders/{{ item.order_id }}"))

    ended = await run(settings, house, agent(endless, limits={"rounds": 3}), look_up)

    said = output(ended)
    assert (said["rounds"], said["stopped"], len(service.received)) == (3, "rounds", 2)


@pytest.mark.usefixtures("models_are_imported")
async def test_an_agent_goes_on_from_the_round_that_it_is_given(
    settings: Settings, house: House, service: Service
) -> None:
    conversation = [
        {"role": "user", "content": 'One.\n[[tool look_up {"order_id": "1"}]]\n[[say Both.]]'},
        {"role": "assistant", "content": "Not yet."},
    ]
    resume: dict[str, Any] = {
        "done": False, "model": "demo/demo", "rounds": 4, "input_tokens": 40, "output_tokens": 8,
        "cost_usd": 0.0, "began_at": time.time(), "counts": {}, "transcript": conversation,
    }  # fmt: skip
    look_up = tool("look_up", url(service, "/orders/{{ item.order_id }}"))

    ended = await run(settings, house, agent("Not read.", resume=resume), look_up)

    said = output(ended)
    assert (said["text"], said["rounds"]) == ("Both.", 5)
    assert said["input_tokens"] > 40
    assert "Not read." not in str(said["transcript"])


@pytest.mark.usefixtures("models_are_imported")
async def test_an_agent_remembers_what_was_said_in_another_run(
    settings: Settings, house: House
) -> None:
    memory = {"kind": "conversation", "key": "customer {{ 3 + 4 }}"}
    await run(settings, house, agent("I am Ann.", memory=memory))
    second = await run(settings, house, agent("Who am I?", memory=memory))

    told = [(each["role"], each["content"]) for each in output(second)["transcript"]]
    assert told[1:3] == [
        ("user", "I am Ann."),
        ("assistant", "This is the demo model. You said: I am Ann."),
    ]
    async with house.database.engine.begin() as connection:
        query = text(
            "SELECT key, asked FROM agent_memory JOIN memory_entry ON memory_id = agent_memory.id"
        )
        kept = [tuple(row) for row in await connection.execute(query)]
    assert sorted(kept) == [("customer 7", "I am Ann."), ("customer 7", "Who am I?")]


@pytest.mark.usefixtures("models_are_imported")
async def test_a_person_may_change_a_call_or_refuse_it(
    settings: Settings, house: House, service: Service
) -> None:
    asks = '[[tool refund {"amount": 900}]] [[tool refund {"amount": 5}]]\n[[tool refund {"amount": 800}]]'
    parameters = {
        "type": "object",
        "properties": {"amount": {"type": "number"}},
        "required": ["amount"],
    }
    policy = {
        "node": "refund",
        "approval": "when",
        "approval_when": "item.amount > 100",
        "parameters": parameters,
    }
    refund = tool("refund", url(service, "/refunds/{{ item.amount }}"))
    run_id = await record(house, agent(f"{asks}\n[[say done]]", tools=[policy]), refund)

    async with working(settings):
        await house.start(run_id)
        await answer(
            house, run_id, Given("approved", "ann@noria.example", "api", "less", {"amount": 90})
        )
        await answer(house, run_id, Given("rejected", "ann@noria.example", "api", "too much"))
        ended = await house.ended(run_id)

    assert sorted(request.path for request in service.received) == ["/refunds/5", "/refunds/90"]
    assert "A person did not allow this call: too much" in results(ended)[2]


async def answer(house: House, run_id: UUID, given: Given) -> None:
    """The run's open approval, once there is one."""
    found: list[UUID] = []

    async def is_asked() -> bool:
        async with house.database.sessions.begin() as session:
            page = await approvals.list_approvals(
                session,
                workspace_id=house.workspace_id,
                filters=approvals.ApprovalFilter(is_open=True, run_id=run_id),
                cursor=None,
                limit=5,
            )
            found[:] = [row.approval.id for row in page.items]
        return len(found) == 1

    await until(is_asked)
    async with house.database.sessions.begin() as session:
        wake = await approvals.answer(
            session, workspace_id=house.workspace_id, approval_id=found[0], given=given
        )
    assert wake is not None


async def add_stub(settings: Settings, house: House, stub: Stub) -> None:
    new = CredentialChange(
        name="stub", public={"base_url": stub.url}, secrets={"api_key": "sk-1"}, allowed_hosts=[]
    )
    sealer = Sealer.of(settings.temporal.secret_keys)
    assert sealer is not None
    async with house.database.sessions.begin() as session:
        account_id = (await session.exec(select(Account.id))).one()
        await add_credential(
            session,
            sealer,
            workspace_id=house.workspace_id,
            account_id=account_id,
            type_name="openai_compatible",
            new=new,
        )
