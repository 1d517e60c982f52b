"""What an agent did, round by round; and a run that begins again at one of its rounds."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from store.forks import Draft, ForkOrder
from store.model_calls import CallSums
from store.snapshots import spill
from store.steps import group_attempts
from store.tables import Step

TEXT = r"^[^\x00]*$"
AgentId = Annotated[str, Path(max_length=200, pattern=TEXT)]
_FAILED = (StepStatus.FAILED, StepStatus.CANCELLED)
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
    read = [await _read(parts, caller, each) for each in found[begin : begin + limit + 1]]
    results = {
        call_id: text for each in read for call_id, text in rounds.results_in(each.told).items()
    }
    items = [
        _round(begin + at + 1, attempts, each, results, sums.get(attempts[-1].iteration))
        for at, (attempts, each) in enumerate(zip(shown, read, strict=False))
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

    Steps before the agent are reused, its earlier rounds too; what they asked for is not done again. Of the
    loops around it, and of a team, all stays that did not come after.
    """
    details = {"node_id": node_id, "round": body.round}
    if body.iteration:
        details["iteration"] = body.iteration
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
        iteration=body.iteration,
        draft=Draft(graph.graph, rounds.with_resumed_agent(plan, node_id, state, body.iteration)),
    )


async def _state(
    parts: Services, caller: Caller, run_id: UUID, node_id: str, body: ReplayCreate
) -> dict[str, Any]:
    edits = [Edit(each.index, each.text) for each in body.edits]
    for at, attempts in enumerate(await _thoughts(parts, caller, run_id, node_id, body.iteration)):
        made = await _read(parts, caller, attempts)
        if not made.has_ended or made.number(at + 1) != body.round:
            continue
        before = made.config.get("state")
        if made.output is None:
            state = rounds.resume_failed(before, made.config, edits, body.add)
        else:
            state = rounds.resume_at(before, made.output, made.transcript, edits, body.add)
        state["began_at"] = time.time()
        for name in ("transcript", "given"):
            if name in state:
                state[name] = await spill(
                    parts.blobs, caller.workspace_id, state[name], INLINE_BYTES
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


@dataclass(frozen=True)
class _Made:
    """A round, as its step has left it."""

    status: StepStatus
    config: Mapping[str, Any]
    """Of the step, as it was rendered, with conversations in their places; empty: it was not."""
    output: Mapping[str, Any] | None
    """None: the round has not ended well."""

    @property
    def has_ended(self) -> bool:
        """A round that has failed is told by its config alone."""
        return self.output is not None or (self.status in _FAILED and bool(self.config))

    @property
    def transcript(self) -> Sequence[Mapping[str, Any]]:
        """With the model's answer."""
        return self.output["transcript"] if self.output else ()

    @property
    def told(self) -> Sequence[Mapping[str, Any]]:
        """All that the model was told."""
        if self.output is not None:
            return self.transcript[:-1]
        return rounds.told_to(self.config) if self.config else ()

    def number(self, place: int) -> int:
        """From 1; `place` is the round's among those of this run."""
        if self.output is not None:
            return int(self.output.get("rounds") or place)
        state = self.config.get("state")
        return int(state.get("rounds") or 0) + 1 if state else place


async def _read(parts: Services, caller: Caller, attempts: Sequence[Step]) -> _Made:
    newest = attempts[-1]
    config = await _opened(parts, caller, newest.input)
    for name in ("state", "results", "review"):
        if name in config:
            config[name] = await _opened(parts, caller, config[name]) or None
    output = None
    if newest.status == StepStatus.SUCCEEDED:
        output = await _opened(parts, caller, newest.output) or None
    return _Made(StepStatus(newest.status), config, output)


async def _opened(parts: Services, caller: Caller, value: Any) -> dict[str, Any]:
    """A copy, with its conversation in its place; what is no object is empty."""
    known = await _whole(parts, caller, value)
    if not isinstance(known, dict):
        return {}
    opened = {**cast("dict[str, Any]", known)}
    for name in ("transcript", "given"):
        if name in opened:
            opened[name] = await _whole(parts, caller, opened[name]) or []
    return opened


async def _whole(parts: Services, caller: Caller, value: Any) -> Any:
    if not is_blob(value):
        return value
    return orjson.loads(await parts.blobs.get(str(caller.workspace_id), str(value["$blob"])))


def _round(
    number: int,
    attempts: Sequence[Step],
    made: _Made,
    results: Mapping[str, str],
    sums: CallSums | None,
) -> RoundRead:
    step = read_step(attempts)
    sums = sums or CallSums()
    known = made.output or {}
    return RoundRead(
        number=made.number(number),
        iteration=step.iteration,
        status=step.status,
        model=str(known.get("model") or ""),
        told=[ToldRead.model_validate(each) for each in rounds.new_in(made.told)],
        text=str(known.get("text") or ""),
        asked=[
            AskedRead(**vars(each), result=results.get(each.id)) for each in rounds.asked_in(known)
        ],
        **vars(sums),
        error=step.error,
        started_at=step.started_at,
        finished_at=step.finished_at,
    )
