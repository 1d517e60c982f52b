"""Evaluations: asked for here, seen through by a Temporal workflow, compared here."""

from collections.abc import Sequence
from uuid import UUID

import structlog
from fastapi import APIRouter, status

from api.access import Caller, Reader, Runner
from api.audit import note
from api.compiling import graph_hash
from api.paging import CURSOR, LIMIT
from api.schemas.evaluations import (
    CaseResultRead,
    ComparedCase,
    ComparisonRead,
    EvaluationCreate,
    EvaluationRead,
)
from api.schemas.shape import Page
from api.services import Db, Parts
from noria.errors import Invalid, Unavailable
from noria.evaluation.comparing import change_of
from noria.evaluation.work import EvaluationCall
from store import data_sets, evaluations, workflows
from store.database import Session
from store.evaluation_tables import DataCase, DataSet, Evaluation, EvaluationCase
from store.ids import new_id

ORDER = ("regression", "improvement", "new", "same")

router = APIRouter(tags=["evaluations"])
log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@router.post("/data-sets/{data_set_id}/evaluations", status_code=status.HTTP_202_ACCEPTED)
async def create_evaluation(
    data_set_id: UUID, body: EvaluationCreate, caller: Runner, parts: Parts
) -> EvaluationRead:
    """Run a version, or the draft, over all cases. They are real runs: what they do is done."""
    async with parts.database.sessions.begin() as session:
        data_set = await data_sets.get_data_set(
            session, workspace_id=caller.workspace_id, data_set_id=data_set_id
        )
        cases = await data_sets.all_cases(session, data_set)
        if not cases or not data_set.evaluators:
            raise Invalid("A data set needs a case and an evaluator before it can be evaluated.")
        evaluation = await _evaluation(session, caller, data_set, body, len(cases))
        await evaluations.add_evaluation(session, evaluation, _copies(evaluation, cases))
        await note(session, caller, "evaluation.create", evaluation.id, cases=len(cases))
        read = EvaluationRead.model_validate(evaluation)
    call = EvaluationCall(workspace_id=str(caller.workspace_id), evaluation_id=str(evaluation.id))
    try:
        await parts.runs.start_evaluation(call)
    except Unavailable:
        # It is recorded: a worker begins it later.
        log.warning("evaluation_left_behind", evaluation_id=str(evaluation.id))
    return read


@router.get("/data-sets/{data_set_id}/evaluations")
async def list_evaluations(
    data_set_id: UUID, caller: Reader, session: Db, cursor: CURSOR = None, limit: LIMIT = 50
) -> Page[EvaluationRead]:
    """The newest first."""
    await data_sets.get_data_set(session, workspace_id=caller.workspace_id, data_set_id=data_set_id)
    page = await evaluations.list_evaluations(
        session,
        workspace_id=caller.workspace_id,
        data_set_id=data_set_id,
        cursor=cursor,
        limit=limit,
    )
    items = [EvaluationRead.model_validate(row) for row in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


@router.get("/evaluations/{evaluation_id}")
async def read_evaluation(evaluation_id: UUID, caller: Reader, session: Db) -> EvaluationRead:
    """How far it is."""
    return EvaluationRead.model_validate(await _get(session, caller, evaluation_id))


@router.get("/evaluations/{evaluation_id}/cases")
async def list_case_results(
    evaluation_id: UUID, caller: Reader, session: Db
) -> Page[CaseResultRead]:
    """All of them in one page, in order."""
    found = await _get(session, caller, evaluation_id)
    items = [
        CaseResultRead.model_validate(row) for row in await evaluations.list_cases(session, found)
    ]
    return Page(items=items, next_cursor=None)


@router.post("/evaluations/{evaluation_id}/cancel")
async def cancel_evaluation(evaluation_id: UUID, caller: Runner, session: Db) -> EvaluationRead:
    """Start no more cases; those under way go on as runs. Again is no error."""
    found = await evaluations.get_evaluation(
        session, workspace_id=caller.workspace_id, evaluation_id=evaluation_id, lock=True
    )
    await evaluations.end(session, found, "cancelled")
    await note(session, caller, "evaluation.cancel", evaluation_id)
    return EvaluationRead.model_validate(found)


@router.get("/evaluations/{evaluation_id}/comparison")
async def compare_evaluations(
    evaluation_id: UUID, caller: Reader, session: Db, before: UUID | None = None
) -> ComparisonRead:
    """With another evaluation of the same data set, or the one before; a regression passed there."""
    after = await _get(session, caller, evaluation_id)
    earlier = (
        await _get(session, caller, before)
        if before
        else await evaluations.get_last_before(session, after)
    )
    if earlier.data_set_id != after.data_set_id:
        raise Invalid("Only evaluations of the same data set can be compared.")
    known = {row.case_id: row for row in await evaluations.list_cases(session, earlier)}
    cases = [
        _compared(known.get(row.case_id), row)
        for row in await evaluations.list_cases(session, after)
        if row.passed is not None
    ]
    cases.sort(key=lambda case: ORDER.index(case.change))
    return ComparisonRead(
        before=EvaluationRead.model_validate(earlier),
        after=EvaluationRead.model_validate(after),
        regressions=sum(case.change == "regression" for case in cases),
        improvements=sum(case.change == "improvement" for case in cases),
        cases=cases,
    )


def _compared(before: EvaluationCase | None, after: EvaluationCase) -> ComparedCase:
    earlier = before.passed if before else None
    return ComparedCase(
        change=change_of(earlier, bool(after.passed)),
        before=CaseResultRead.model_validate(before) if before else None,
        after=CaseResultRead.model_validate(after),
    )


async def _evaluation(
    session: Session, caller: Caller, data_set: DataSet, body: EvaluationCreate, cases: int
) -> Evaluation:
    whose = {"workspace_id": caller.workspace_id, "workflow_id": data_set.workflow_id}
    workflow = await workflows.get_workflow(session, **whose)
    if body.version is None:
        hash_, revision = graph_hash(workflow.draft_graph), workflow.draft_revision
    else:
        hash_ = await evaluations.hash_of_version(session, **whose, number=body.version)
        revision = None
    return Evaluation(
        id=new_id(),
        workspace_id=caller.workspace_id,
        workflow_id=data_set.workflow_id,
        data_set_id=data_set.id,
        edition=data_set.edition,
        version=body.version,
        draft_revision=revision,
        graph_hash=hash_,
        evaluators=data_set.evaluators,
        concurrency=body.concurrency,
        cases=cases,
        account_id=caller.account_id,
    )


def _copies(evaluation: Evaluation, cases: Sequence[DataCase]) -> list[EvaluationCase]:
    return [
        EvaluationCase(
            evaluation_id=evaluation.id,
            number=number,
            workspace_id=evaluation.workspace_id,
            case_id=case.id,
            name=case.name,
            input=case.input,
            expected=case.expected,
        )
        for number, case in enumerate(cases)
    ]


async def _get(session: Session, caller: Caller, evaluation_id: UUID) -> Evaluation:
    return await evaluations.get_evaluation(
        session, workspace_id=caller.workspace_id, evaluation_id=evaluation_id
    )
