"""Who in a team is next, strategy by strategy; members and the model that leads are played here."""

from collections.abc import Callable
from typing import Any

import httpx2
import orjson
import pytest

from activities.ai.team_advance import TeamStep, team_advance
from noria.ai.team_config import TeamAdvanceConfig
from noria.errors import NodeFailed
from tests.activities.fakes import FakeContext, MemoryLedger

MEMBERS = [{"name": name, "description": f"The {name}"} for name in ("finder", "writer", "critic")]
Play = Callable[[str, Any], Any]


def said(text: str, data: Any = None, cost: float = 0.01) -> dict[str, Any]:
    return {"text": text, "data": data, "input_tokens": 10, "output_tokens": 5, "cost_usd": cost}


async def played(
    http: httpx2.AsyncClient, play: Play, ledger: MemoryLedger | None = None, **config: Any
) -> tuple[list[list[str]], TeamStep]:
    """Who was asked at each step, and what came of it."""
    given: dict[str, Any] = {"input": "Write about tides.", "members": MEMBERS, **config}
    context = FakeContext(http=http, ledger=ledger or MemoryLedger())
    turns: list[list[str]] = []
    assert team_advance.run is not None
    step: TeamStep = await team_advance.run(TeamAdvanceConfig.model_validate(given), context)
    while not step.done:
        called = {key: key.partition(":")[2] for key in step.calls}
        turns.append(sorted(called.values()))
        results = {key: play(name, step.calls[key]) for key, name in called.items()}
        again = {**given, "state": opened(context, step), "results": results}
        step = await team_advance.run(TeamAdvanceConfig.model_validate(again), context)
    return turns, step


def opened(context: FakeContext, step: TeamStep) -> dict[str, Any]:
    """With what went to a blob in its place, as an expression that reads it sees it."""
    state = step.model_dump(mode="json")
    if "$blob" in state["progress"]:
        digest = state["progress"]["$blob"]
        state["progress"] = orjson.loads(context.blobs.kept[context.workspace_id, digest])
    return state


async def test_runs_of_workflows_count_towards_the_limit_of_cost(
    http: httpx2.AsyncClient,
) -> None:
    """By the ledger alone: what a workflow answers may be another agent's output, with its costs."""
    decisions = [{"next": "sums", "task": "Add up"}] * 5 + [{"next": "finish", "answer": "Done."}]

    def play(name: str, given: Any) -> Any:
        if name == "decide":
            return said(
                "", decisions.pop(0) if "come to a limit" not in str(given) else decisions[-1]
            )
        return {"sum": 3, "cost_usd": 0.2}

    ledger = MemoryLedger()
    ledger.below = {"sums": 0.2}
    members = [{"name": "sums", "description": "Adds up", "is_counted": True}]
    turns, step = await played(
        http, play, ledger=ledger, members=members, spenders=["sums"], limits={"cost_usd": 0.1}
    )

    assert (step.stopped, len(turns)) == ("cost", 1)
    assert step.cost_usd == pytest.approx(0.2 + 0.01)


async def test_a_supervisor_says_each_time_who_does_what(http: httpx2.AsyncClient) -> None:
    decisions = [
        {"next": "finder", "task": "Find facts"},
        {"next": "writer", "task": "Write it"},
        {"next": "finish", "answer": "All about tides."},
    ]
    seen: list[str] = []

    def play(name: str, given: Any) -> Any:
        seen.append(str(given))
        return said("", decisions.pop(0)) if name == "decide" else said(f"{name} is done")

    turns, step = await played(http, play)

    assert turns == [["decide"], ["finder"], ["decide"], ["writer"], ["decide"]]
    assert (step.text, step.rounds, step.stopped) == ("All about tides.", 3, None)
    assert (step.input_tokens, step.output_tokens, step.cost_usd) == (50, 25, pytest.approx(0.05))
    assert "finder is done" in seen[2], "the model that leads hears what was found"
    assert "Write it" in seen[3], "a member hears its task, and what was said before"
    assert "finder is done" in seen[3]
    assert isinstance(step.said, list)
    assert [each["who"] for each in step.said if isinstance(each, dict)] == ["finder", "writer"]


async def test_at_the_limit_a_supervisor_has_to_conclude(http: httpx2.AsyncClient) -> None:
    def play(name: str, given: Any) -> Any:
        return said("", {"next": "finder"}) if name == "decide" else said("as far as I got")

    turns, step = await played(http, play, limits={"rounds": 2})

    assert turns == [["decide"], ["finder"], ["decide"]]
    assert (step.text, step.stopped) == ("as far as I got", "rounds")


async def test_a_member_hands_over_until_one_has_the_answer(http: httpx2.AsyncClient) -> None:
    answers = {
        "finder": {"answer": "Facts", "hand_to": "critic", "task": "Check them"},
        "critic": {"answer": "They hold.", "hand_to": None},
    }

    turns, step = await played(http, lambda name, _: said("", answers[name]), strategy="hand_off")

    assert turns == [["finder"], ["critic"]]
    assert (step.text, step.rounds) == ("They hold.", 2)


async def test_members_that_hand_in_circles_come_to_the_limit(http: httpx2.AsyncClient) -> None:
    turns, step = await played(
        http,
        lambda name, _: said("", {"answer": name, "hand_to": "finder"}),
        strategy="hand_off",
        limits={"rounds": 3},
    )

    assert len(turns) == 2
    assert (step.text, step.stopped) == ("finder", "rounds")


async def test_a_vote_asks_all_at_once_and_most_win(http: httpx2.AsyncClient) -> None:
    votes = {"finder": said("Blue "), "writer": said("green"), "critic": said("blue")}

    turns, step = await played(http, lambda name, _: votes[name], strategy="vote")

    assert turns == [["critic", "finder", "writer"]]
    assert (step.text.strip().lower(), step.data) == ("blue", {"blue": 2, "green": 1})


async def test_a_judge_chooses_and_members_that_fail_are_told_of(http: httpx2.AsyncClient) -> None:
    heard: list[str] = []

    def play(name: str, given: Any) -> Any:
        if name == "decide":
            heard.append(str(given))
            return said("", {"winner": "writer", "why": "clear"})
        return {"error": {"message": "no network"}} if name == "finder" else said(f"by {name}")

    turns, step = await played(http, play, strategy="vote", vote="judge")

    assert turns[1] == ["decide"]
    assert step.text == "by writer"
    assert "It failed: no network" in heard[0]


def _down(name: str, given: Any) -> Any:
    return {"error": {"message": "down"}}


async def test_a_vote_without_any_answer_fails(http: httpx2.AsyncClient) -> None:
    with pytest.raises(NodeFailed, match="No member of the team has an answer"):
        await played(http, _down, strategy="vote")


async def test_a_debate_goes_on_for_its_rounds_and_is_concluded(http: httpx2.AsyncClient) -> None:
    def play(name: str, given: Any) -> Any:
        return said("", {"answer": "Both."}) if name == "decide" else said(f"{name}: yes")

    turns, step = await played(http, play, strategy="debate", debate_rounds=2)

    assert turns == [["critic", "finder", "writer"]] * 2 + [["decide"]]
    assert step.text == "Both."


async def test_a_plan_is_done_in_order_and_made_again_until_nothing_is_left(
    http: httpx2.AsyncClient,
) -> None:
    plans: list[Any] = [
        {"plan": [{"member": "finder", "task": "a"}, {"member": "writer", "task": "b"}]},
        {"plan": [{"member": "critic", "task": "c"}]},
        {"plan": [], "answer": "Done."},
    ]

    def play(name: str, given: Any) -> Any:
        return said("", plans.pop(0)) if name == "decide" else said("ok")

    turns, step = await played(http, play, strategy="plan")

    assert [turn[0] for turn in turns] == [
        "decide", "finder", "writer", "decide", "critic", "decide",
    ]  # fmt: skip
    assert step.text == "Done."


async def test_a_retry_has_the_time_that_was_left(http: httpx2.AsyncClient) -> None:
    """Of a team that has no time at all, and then a day that was nobody's."""
    given: dict[str, Any] = {"input": "Write.", "members": MEMBERS, "limits": {"time_s": 1e-9}}
    context = FakeContext(http=http)

    async def advanced(**more: Any) -> TeamStep:
        assert team_advance.run is not None
        return await team_advance.run(TeamAdvanceConfig.model_validate({**given, **more}), context)

    first = await advanced()
    state = opened(context, first)
    [key] = first.calls
    results = {key: said("", {"next": "finder", "task": "Find facts"})}
    late = await advanced(state=state, results=results)
    state |= {"left_at": state["left_at"] - 86_400, "run_id": "the run before"}
    retried = await advanced(state=state, results=results)

    assert "finder" not in str([*late.calls])
    assert [key.partition(":")[2] for key in retried.calls] == ["finder"]
    assert retried.idle_s >= 86_400
