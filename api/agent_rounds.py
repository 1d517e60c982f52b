"""What an agent did, round by round; and a run that begins again at one of its rounds."""

import time
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast
from uuid import UUID

import orjson
from fastapi import APIRouter, Header, Path, Query, Response, status

from api.access import Caller, Reader, Runner
from api.audit import audited
from api.credential_checks import check_credentials
from api.forks import answer, request_hash, start_fork
from api.run_reading import read_step
from api.schemas.agents import AskedRead, ReplayCreate, RoundRead, ToldRead
from api.schemas.runs import KEY_PATTERN, RunRead
from api.schemas.shape import Page
from api.services import Parts, Services
from noria.ai import rounds
from noria.ai.rounds import Edit
from noria.blobs import is_blob
from noria.control.agent import think_of
from noria.errors import Conflict, NotFound
from noria.model import NodeId
from noria.run import StepStatus
from store import model_calls, past, runs, steps
from store.forks import Draft, ForkOrder, spill
from store.model_calls import CallSums
from store.steps import group_attempts
from store.tables import Step

TEXT = r"^[^\x00]*$"
AgentId = Annotated[str, Path(max_length=200, pattern=TEXT)]
INLINE_BYTES = 2_048
"""A larger conversation goes into the new run by reference."""

router = APIRouter(tags=["runs"])


@router.get("/runs/{run_id}/agents/{node_id}/rounds")
async def list_agent_rounds(  # noqa: PLR0913 - one argument per query parameter
    run_id: UUID,
    node_id: AgentId,
    caller: Reader,
    parts: Parts,
    iteration: Annotated[
        str, Query(max_length=200, pattern=TEXT, description="Of the agent, as `2/0`.")
    ] = "",
    cursor: Annotated[str | None, Query(pattern=r"^\d{1,6}$")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Page[RoundRead]:
    """In their order: what the model was told, what it said and asked for, what came of it, and what
    that took.
    """
    found = await _thoughts(parts, caller, run_id, node_id, iteration)
    begin = int(cursor or 0)
    shown = found[begin : begin + limit]
    async with parts.database.sessions.begin() as session:
        sums = await model_calls.sums_of_step(
            session, workspace_id=caller.workspace_id, run_id=run_id, node_id=think_of(node_id)
        )
    outputs = [await _output(parts, caller, each) for each in found[begin : begin + limit + 1]]
    results = {
        call_id: text
        for output in outputs
        if output
        for call_id, text in rounds.results_in(output["transcript"]).items()
    }
    items = [
        _round(begin + at + 1, attempts, output, results, sums.get(attempts[-1].iteration))
        for at, (attempts, output) in enumerate(zip(shown, outputs, strict=False))
    ]
    more = len(found) > begin + limit
    return Page(items=items, next_cursor=str(begin + limit) if more else None)


@router.post("/runs/{run_id}/agents/{node_id}/replay", status_code=status.HTTP_202_ACCEPTED)
async def replay_agent(  # noqa: PLR0913 - one argument per part of the request
    run_id: UUID,
    node_id: AgentId,
    body: ReplayCreate,
    caller: Runner,
    parts: Parts,
    response: Response,
    idempotency_key: Annotated[str | None, Header(pattern=KEY_PATTERN)] = None,
) -> RunRead:
    """Start a test run in which the agent makes one of its rounds again, with messages edited.

    Steps before the agent are reused, its earlier rounds too; what they asked for is not done again.
    """
    details = {"node_id": node_id, "round": body.round}
    async with audited(parts, caller, "run.replay", run_id, **details) as noted:
        order = await _order(parts, caller, run_id, node_id, body)
        fork = await start_fork(parts, order, idempotency_key, request_hash(run_id, body))
        noted.details["new_run_id"] = str(fork)
    return await answer(parts, caller, fork, response)


async def _order(
    parts: Services, caller: Caller, run_id: UUID, node_id: str, body: ReplayCreate
) -> ForkOrder:
    state = await _state(parts, caller, run_id, node_id, body)
    async with parts.database.sessions.begin() as session:
        parent = await past.read_past(session, workspace_id=caller.workspace_id, run_id=run_id)
        graph = await runs.get_graph(session, workspace_id=caller.workspace_id, run_id=run_id)
        await check_credentials(session, caller, graph.graph)
    plan = parent.past.plan.model_dump(mode="json")
    return ForkOrder(
        workspace_id=caller.workspace_id,
        run_id=run_id,
        account_id=caller.account_id,
        relation="fork",
        node_id=NodeId(node_id),
        draft=Draft(graph.graph, rounds.with_resumed_agent(plan, node_id, state)),
    )


async def _state(
    parts: Services, caller: Caller, run_id: UUID, node_id: str, body: ReplayCreate
) -> dict[str, Any]:
    for attempts in await _thoughts(parts, caller, run_id, node_id, ""):
        output = await _output(parts, caller, attempts)
        if output is None or output.get("rounds") != body.round:
            continue
        given = await _opened(parts, caller, attempts[-1].input)
        before = cast("dict[str, Any]", given).get("state") if isinstance(given, dict) else None
        state = rounds.resume_at(
            cast("dict[str, Any] | None", await _opened(parts, caller, before)),
            output,
            output["transcript"],
            [Edit(each.index, each.text) for each in body.edits],
            body.add,
        )
        state["began_at"] = time.time()
        state["transcript"] = await spill(
            parts.blobs, caller.workspace_id, state["transcript"], INLINE_BYTES
        )
        return state
    raise Conflict(
        f"The agent {node_id!r} has not ended round {body.round} in this run: choose one that it has."
    )


async def _thoughts(
    parts: Services, caller: Caller, run_id: UUID, node_id: str, iteration: str
) -> list[list[Step]]:
    """The agent's rounds, each with its attempts, in their order."""
    async with parts.database.sessions.begin() as session:
        await runs.get_run(session, workspace_id=caller.workspace_id, run_id=run_id)
        rows = await steps.list_attempts_of(
            session, workspace_id=caller.workspace_id, run_id=run_id, node_id=think_of(node_id)
        )
    if not rows:
        raise NotFound("agent", node_id)
    inside = [row for row in rows if row.iteration.rpartition("/")[0] == iteration]
    return sorted(group_attempts(inside), key=lambda each: _number(each[0].iteration))


def _number(iteration: str) -> int:
    return int(iteration.rpartition("/")[2] or 0)


async def _output(
    parts: Services, caller: Caller, attempts: Sequence[Step]
) -> dict[str, Any] | None:
    """With the conversation in its place; None: the round has not ended well."""
    if attempts[-1].status != StepStatus.SUCCEEDED:
        return None
    opened = await _opened(parts, caller, attempts[-1].output)
    if not isinstance(opened, dict):
        return None
    output = cast("dict[str, Any]", opened)
    return {**output, "transcript": await _opened(parts, caller, output.get("transcript")) or []}


async def _opened(parts: Services, caller: Caller, value: Any) -> Any:
    if not is_blob(value):
        return value
    return orjson.loads(await parts.blobs.get(str(caller.workspace_id), str(value["$blob"])))


def _round(
    number: int,
    attempts: Sequence[Step],
    output: Mapping[str, Any] | None,
    results: Mapping[str, str],
    sums: CallSums | None,
) -> RoundRead:
    step = read_step(attempts)
    sums = sums or CallSums()
    known = output or {}
    return RoundRead(
        number=int(known.get("rounds") or number),
        iteration=step.iteration,
        status=step.status,
        model=str(known.get("model") or ""),
        told=[
            ToldRead.model_validate(each) for each in rounds.told_in(known.get("transcript", []))
        ],
        text=str(known.get("text") or ""),
        asked=[
            AskedRead(**vars(each), result=results.get(each.id)) for each in rounds.asked_in(known)
        ],
        **vars(sums),
        error=step.error,
        started_at=step.started_at,
        finished_at=step.finished_at,
    )
