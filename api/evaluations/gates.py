"""The gate before publishing: a draft has to be good enough over a data set."""

from uuid import UUID

from fastapi import APIRouter, status

from api.access import Editor, Reader
from api.audit import note
from api.compiling import graph_hash
from api.schemas.evaluations import GateRead, GateWrite
from api.services import Db
from noria.errors import Conflict, Invalid, NotFound
from noria.evaluation.comparing import regressions
from store import data_sets, evaluations, workflows
from store.database import Session
from store.evaluation_tables import Evaluation, PublishGate
from store.tables import Workflow

MAX_NAMED = 5

router = APIRouter(prefix="/workflows/{workflow_id}/gate", tags=["evaluations"])


@router.get("")
async def read_gate(workflow_id: UUID, caller: Reader, session: Db) -> GateRead:
    """What is asked of a draft, and whether the present one is good enough."""
    workflow = await workflows.get_workflow(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id
    )
    return await _read(session, workflow, await _gate(session, workflow))


@router.put("")
async def set_gate(workflow_id: UUID, body: GateWrite, caller: Editor, session: Db) -> GateRead:
    """From now on a draft is published only when it is good enough."""
    workflow = await workflows.lock_workflow(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id
    )
    data_set = await data_sets.get_data_set(
        session, workspace_id=caller.workspace_id, data_set_id=body.data_set_id
    )
    if data_set.workflow_id != workflow_id:
        raise Invalid("The data set is of another workflow.")
    gate = await evaluations.find_gate(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id
    ) or PublishGate(
        workflow_id=workflow_id,
        workspace_id=caller.workspace_id,
        data_set_id=body.data_set_id,
        min_pass_rate=body.min_pass_rate,
        allow_regressions=body.allow_regressions,
    )
    gate.data_set_id = body.data_set_id
    gate.min_pass_rate = body.min_pass_rate
    gate.allow_regressions = body.allow_regressions
    session.add(gate)
    await session.flush()
    await note(session, caller, "gate.set", workflow_id, min_pass_rate=body.min_pass_rate)
    return await _read(session, workflow, gate)


@router.delete("", status_code=status.HTTP_204_NO_CONTENT)
async def delete_gate(workflow_id: UUID, caller: Editor, session: Db) -> None:
    """Publishing asks for nothing any more. Who did this is in the audit trail."""
    workflow = await workflows.lock_workflow(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id
    )
    await session.delete(await _gate(session, workflow))
    await note(session, caller, "gate.delete", workflow_id)


async def check_gate(session: Session, workflow: Workflow) -> None:
    """
    Raises:
        Conflict: The draft is not good enough, or was not evaluated.
    """
    gate = await evaluations.find_gate(
        session, workspace_id=workflow.workspace_id, workflow_id=workflow.id
    )
    refusal = await _refusal(session, workflow, gate) if gate else None
    if gate and refusal:
        raise Conflict(refusal, {"data_set_id": str(gate.data_set_id), "gate": True})


async def _refusal(session: Session, workflow: Workflow, gate: PublishGate) -> str | None:
    data_set = await data_sets.get_data_set(
        session, workspace_id=gate.workspace_id, data_set_id=gate.data_set_id
    )
    found = await evaluations.newest_of(
        session, gate, graph_hash=graph_hash(workflow.draft_graph), edition=data_set.edition
    )
    if found is None:
        return f"The gate asks for an evaluation of this draft over “{data_set.name}”: start one first."
    rate = found.passed / max(found.cases, 1)
    if rate < gate.min_pass_rate:
        return (
            f"{found.passed} of {found.cases} cases of “{data_set.name}” pass, "
            f"and the gate asks for {gate.min_pass_rate:.0%}."
        )
    if gate.allow_regressions:
        return None
    number = workflow.latest_version
    if number is None:
        return None
    before = await _evaluated(session, gate, number, found.edition)
    if before is None:
        return (
            f"The gate compares with version {number}, which was not evaluated over "
            f"“{data_set.name}” as it is now: start an evaluation of version {number} first."
        )
    worse = await _worse(session, before, found)
    if not worse:
        return None
    named = ", ".join(worse[:MAX_NAMED]) + (" …" if len(worse) > MAX_NAMED else "")
    return f"{len(worse)} cases passed with version {number} and no longer do: {named}."


async def _evaluated(
    session: Session, gate: PublishGate, number: int, edition: int
) -> Evaluation | None:
    """The last evaluation of a version over the data set as it is now."""
    hash_ = await evaluations.hash_of_version(
        session, workspace_id=gate.workspace_id, workflow_id=gate.workflow_id, number=number
    )
    return await evaluations.newest_of(session, gate, graph_hash=hash_, edition=edition)


async def _worse(session: Session, before: Evaluation, found: Evaluation) -> list[str]:
    """Names of the cases that passed before."""
    then = {
        str(row.case_id): bool(row.passed) for row in await evaluations.list_cases(session, before)
    }
    rows = await evaluations.list_cases(session, found)
    worse = set(regressions(then, {str(row.case_id): bool(row.passed) for row in rows}))
    return [row.name or f"case {row.number + 1}" for row in rows if str(row.case_id) in worse]


async def _gate(session: Session, workflow: Workflow) -> PublishGate:
    gate = await evaluations.find_gate(
        session, workspace_id=workflow.workspace_id, workflow_id=workflow.id
    )
    if gate is None:
        raise NotFound("gate", workflow.id, "This workflow has no gate before publishing.")
    return gate


async def _read(session: Session, workflow: Workflow, gate: PublishGate) -> GateRead:
    return GateRead(
        data_set_id=gate.data_set_id,
        min_pass_rate=gate.min_pass_rate,
        allow_regressions=gate.allow_regressions,
        refusal=await _refusal(session, workflow, gate),
    )
