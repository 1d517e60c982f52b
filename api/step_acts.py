"""Taking hold of one step: one that is held, or that is still being tried."""

from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path

from api import grips
from api.access import Caller, Runner
from api.audit import audited
from api.compiling import compile_document
from api.graph_checks import check_references
from api.grips import RequestId
from api.large_values import by_reference
from api.schemas.acts import ActRead, StepFailWrite, StepPolicyWrite, StepRetryWrite, StepSkipWrite
from api.services import Parts
from noria.acts import FailStep, RetryStep, SkipStep
from noria.errors import CannotApply, Invalid, NotFound, Problem
from noria.model import MAX_QUICK_S, NODE_ID_PATTERN, Node, NodeId, Policy, PortName
from noria.plan import PlanStep
from noria.run import step_key
from store import audit, runs

router = APIRouter(prefix="/runs/{run_id}/steps/{node_id}", tags=["runs"])

NodeInPath = Annotated[NodeId, Path(pattern=NODE_ID_PATTERN)]


@router.post("/retry")
async def retry_step(
    run_id: UUID,
    node_id: NodeInPath,
    body: StepRetryWrite,
    caller: Runner,
    parts: Parts,
    idempotency_key: RequestId = None,
) -> ActRead:
    """Try a held step again, or one between two attempts now, with all attempts of its policy.

    An attempt that is under way is stopped first. With another config or input the step's
    `Idempotency-Key` changes, since it is another request to the other side.
    """
    changes = [name for name in ("config", "input", "policy") if getattr(body, name) is not None]
    details = {"node_id": node_id, "iteration": body.iteration, "changes": changes}
    async with audited(parts, caller, "run.retry_step", run_id, **details):
        found = await grips.open_run(parts, caller, run_id)
        step = await _mended(parts, caller, run_id, node_id, body)
        act = RetryStep(
            node_id=node_id,
            iteration=body.iteration,
            attempts=await grips.attempts_of(
                parts, caller, run_id, step_key(node_id, body.iteration)
            ),
            step=step,
            input=body.input,
            policy=body.policy,
        )
        return await grips.do(parts, found, act, idempotency_key)


@router.post("/skip")
async def skip_step(
    run_id: UUID,
    node_id: NodeInPath,
    body: StepSkipWrite,
    caller: Runner,
    parts: Parts,
    idempotency_key: RequestId = None,
) -> ActRead:
    """Go on as if the step had given this output: its status is `skipped`."""
    details = {"node_id": node_id, "iteration": body.iteration, "port": body.port}
    async with audited(parts, caller, "run.skip_step", run_id, **details):
        found = await grips.open_run(parts, caller, run_id)
        act = SkipStep(
            node_id=node_id,
            iteration=body.iteration,
            attempts=await grips.attempts_of(
                parts, caller, run_id, step_key(node_id, body.iteration)
            ),
            output=await by_reference(parts, caller.workspace_id, body.output),
            port=PortName(body.port) if body.port else None,
        )
        return await grips.do(parts, found, act, idempotency_key)


@router.post("/fail")
async def fail_step(
    run_id: UUID,
    node_id: NodeInPath,
    body: StepFailWrite,
    caller: Runner,
    parts: Parts,
    idempotency_key: RequestId = None,
) -> ActRead:
    """Let the step fail for good: its policy, or its loop's, says what comes of that."""
    details = {"node_id": node_id, "iteration": body.iteration, "reason": body.reason}
    async with audited(parts, caller, "run.fail_step", run_id, **details):
        found = await grips.open_run(parts, caller, run_id)
        act = FailStep(
            node_id=node_id,
            iteration=body.iteration,
            attempts=await grips.attempts_of(
                parts, caller, run_id, step_key(node_id, body.iteration)
            ),
            reason=body.reason,
        )
        return await grips.do(parts, found, act, idempotency_key)


@router.put("/policy")
async def change_step_policy(
    run_id: UUID,
    node_id: NodeInPath,
    body: StepPolicyWrite,
    caller: Runner,
    parts: Parts,
    idempotency_key: RequestId = None,
) -> ActRead:
    """Give a step that is being tried another timeout and other retries.

    Where Temporal can't change them under way, the step is tried anew with them, at once.
    """
    key = step_key(node_id, body.iteration)
    details = {"node_id": node_id, "iteration": body.iteration, "timeout_s": body.timeout_s}
    earlier = None
    if idempotency_key:
        digest = _digest(node_id, body)
        details |= {"request_id": idempotency_key, "request": digest}
        earlier = await _earlier_policy(parts, caller, run_id, idempotency_key)
        if earlier == digest:
            await grips.open_run(parts, caller, run_id)
            return grips.act_read(await parts.runs.grip(str(run_id)), changed=False)
    async with audited(parts, caller, "run.change_policy", run_id, **details) as noted:
        found = await grips.open_run(parts, caller, run_id)
        if earlier:
            raise CannotApply(
                f"The idempotency key {idempotency_key!r} came with another act before: send this "
                "one with its own."
            )
        before = await _policy(parts, caller, run_id, node_id)
        policy = before.model_copy(update={"timeout_s": body.timeout_s, "retry": body.retry})
        try:
            in_place = await parts.runs.change_policy(str(run_id), key, policy)
        except NotFound as error:
            # Of the quick lane Temporal knows nothing; the run says whether the step is at work.
            if not await _is_quick(parts, caller, run_id, node_id):
                raise grips.not_tried(key) from error
            _check_quick(node_id, before, policy)
            in_place = False
        noted.details["in_place"] = in_place
        if in_place:
            return grips.act_read(await parts.runs.grip(str(run_id)), changed=True)
        attempts = await grips.attempts_of(parts, caller, run_id, key)
        act = RetryStep(node_id=node_id, iteration=body.iteration, attempts=attempts, policy=policy)
        return await grips.do(parts, found, act, idempotency_key)


async def _earlier_policy(
    parts: Parts, caller: Caller, run_id: UUID, request_id: str
) -> str | None:
    """What came with the key: Temporal, which changes policies, knows none; the audit trail tells."""
    async with parts.database.sessions.begin() as session:
        found = await audit.find_done(
            session,
            workspace_id=caller.workspace_id,
            action="run.change_policy",
            target_id=str(run_id),
            request_id=request_id,
        )
    return found["request"] if found else None


def _digest(node_id: NodeId, body: StepPolicyWrite) -> str:
    return sha256(f"{node_id} {body.model_dump_json()}".encode()).hexdigest()[:16]


async def _mended(
    parts: Parts, caller: Caller, run_id: UUID, node_id: NodeId, body: StepRetryWrite
) -> PlanStep | None:
    """The step with another config, checked in its graph as when publishing."""
    if body.config is None:
        return None
    if body.input is not None:
        raise Invalid(
            "Give 'config' or 'input', not both.",
            [Problem(code="config_or_input", message="Give one of them.", field="/input")],
        )
    graph = await _graph(parts, caller, run_id)
    nodes: list[dict[str, Any]] = graph["nodes"]
    mended = [{**node, "config": body.config} if node["id"] == node_id else node for node in nodes]
    changed = [node for node in mended if node["id"] == node_id]
    async with parts.database.sessions.begin() as session:
        await check_references(session, caller, {"nodes": changed, "edges": []})
    compiled = await compile_document({**graph, "nodes": mended})
    steps = {step.id: step for step in compiled.require_plan().steps}
    if node_id not in steps:
        raise NotFound("node", node_id)
    return steps[node_id]


async def _is_quick(parts: Parts, caller: Caller, run_id: UUID, node_id: NodeId) -> bool:
    plan = (await compile_document(await _graph(parts, caller, run_id))).plan
    return any(step.id == node_id and step.quick for step in plan.steps) if plan else False


def _check_quick(node_id: NodeId, before: Policy, policy: Policy) -> None:
    """A timeout that is longer than the lane's is as good as the lane's, unless somebody asks for it."""
    wanted = policy.timeout_s
    if wanted <= MAX_QUICK_S or wanted == before.timeout_s:
        return
    message = (
        f"Node {node_id!r} is in the quick lane, where an attempt may take {MAX_QUICK_S:g} s, not "
        f"{wanted:g} s: give less, or set `lane` to 'remote' in the workflow and fork the run."
    )
    raise Invalid(message, [Problem(code="policy_conflict", message=message, field="/timeout_s")])


async def _policy(parts: Parts, caller: Caller, run_id: UUID, node_id: NodeId) -> Policy:
    graph = await _graph(parts, caller, run_id)
    for node in graph["nodes"]:
        if node["id"] == node_id:
            return Node.model_validate(node).policy
    raise NotFound("node", node_id)


async def _graph(parts: Parts, caller: Caller, run_id: UUID) -> dict[str, Any]:
    async with parts.database.sessions.begin() as session:
        found = await runs.get_graph(session, workspace_id=caller.workspace_id, run_id=run_id)
    return found.graph
