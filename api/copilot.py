"""The copilot: proposes changes of graphs, explains graphs and failed runs. It saves and runs nothing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import JsonValue

from api.access import Caller, Editor, Runner
from api.compiling import problems_of_graph
from api.credential_checks import may_use
from api.rate_limits import COPILOT_PER_ACCOUNT
from api.schemas.copilot import (
    AcceptedRead,
    ChangeRead,
    CopilotAccept,
    CopilotDraft,
    CopilotRead,
    CopilotWrite,
)
from api.schemas.shape import GraphDocument
from api.services import Parts, Services
from noria.copilot.proposals import accept, changes_of
from noria.copilot.work import CopilotCall, Task
from noria.errors import Conflict, Invalid, Problem
from noria.run import RunStatus, StepStatus
from store import runs, steps
from store.credentials import find_credentials
from store.tables import Step

MAX_STEPS = 50

router = APIRouter(tags=["copilot"])


@router.post("/copilot/draft")
async def propose_draft(body: CopilotDraft, caller: Editor, parts: Parts) -> CopilotRead:
    """From words to a graph, as changes to the one there is. Nothing is saved."""
    if not body.words.strip():
        message = "Say what the workflow should do."
        raise Invalid(message, [Problem(code="empty", message=message, field="/words")])
    return await _ask(parts, caller, "draft", body, body.graph.to_json())


@router.post("/copilot/explanation")
async def explain_graph(body: CopilotDraft, caller: Editor, parts: Parts) -> CopilotRead:
    """What a graph does, in words."""
    return await _ask(parts, caller, "explain", body, body.graph.to_json())


@router.post("/copilot/acceptance")
async def accept_changes(body: CopilotAccept, caller: Editor) -> AcceptedRead:
    """The graph with the accepted changes alone. Nothing is saved: save it as a draft."""
    graph = accept(body.graph.to_json(), body.proposed.to_json(), set(body.node_ids))
    return AcceptedRead(
        graph=GraphDocument.model_validate(graph), problems=await problems_of_graph(graph)
    )


@router.post("/runs/{run_id}/explanation")
async def explain_run(
    run_id: UUID, body: CopilotWrite, caller: Runner, parts: Parts
) -> CopilotRead:
    """Why a run failed, with a change that mends its graph where that is to blame."""
    async with parts.database.sessions.begin() as session:
        found = await runs.get_run(session, workspace_id=caller.workspace_id, run_id=run_id)
        if found.run.status != RunStatus.FAILED:
            raise Conflict(f"The run is {found.run.status}: only failed runs are explained.")
        graph = await runs.get_graph(session, workspace_id=caller.workspace_id, run_id=run_id)
        rows = await steps.list_steps(session, workspace_id=caller.workspace_id, run_id=run_id)
        facts: JsonValue = {
            "input": found.run.input,
            "error": found.run.error,
            "steps": _steps(rows),
        }
    return await _ask(parts, caller, "mend", body, graph.graph, facts)


def _steps(rows: Sequence[Step]) -> list[JsonValue]:
    """The last of them, and the outputs of those that failed left out: there are none."""
    return [
        {
            "node_id": row.node_id,
            "iteration": row.iteration,
            "status": row.status,
            **({"error": row.error} if row.status == StepStatus.FAILED else {"output": row.output}),
        }
        for row in rows[-MAX_STEPS:]
    ]


async def _ask(
    parts: Services,
    caller: Caller,
    task: Task,
    body: CopilotWrite,
    graph: dict[str, Any],
    facts: JsonValue = None,
) -> CopilotRead:
    await parts.limits.hit(COPILOT_PER_ACCOUNT, "copilot", str(caller.account_id))
    await _check_credential(parts, caller, body.credential)
    call = CopilotCall(
        workspace_id=str(caller.workspace_id),
        account_id=str(caller.account_id or ""),
        task=task,
        model=body.model,
        credential=body.credential,
        words=body.words,
        graph=graph,
        run=facts,
    )
    said = await parts.runs.ask_copilot(call)
    if said.refusal is not None:
        raise Invalid(said.refusal)
    changes = changes_of(graph, said.graph) if said.graph else []
    return CopilotRead(
        text=said.text,
        proposed=GraphDocument.model_validate(said.graph) if changes else None,
        changes=[ChangeRead.model_validate(each) for each in changes],
        problems=await problems_of_graph(said.graph) if changes and said.graph else [],
        model=said.model,
        cost_usd=said.cost_usd,
    )


async def _check_credential(parts: Services, caller: Caller, name: str | None) -> None:
    if not name:
        return
    async with parts.database.sessions.begin() as session:
        found = await find_credentials(session, workspace_id=caller.workspace_id, names=[name])
    manages = "manage" in caller.permissions
    if name not in found or not may_use(found[name], caller.account_id, manages=manages):
        message = f"There is no credential {name!r} that you may use."
        raise Invalid(
            message, [Problem(code="unknown_credential", message=message, field="/credential")]
        )
