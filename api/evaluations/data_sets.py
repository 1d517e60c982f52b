"""Data sets: cases of a workflow, and what judges its answers."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api.access import Caller, Editor, Reader
from api.audit import note
from api.credential_checks import may_use
from api.paging import CURSOR, LIMIT
from api.schemas.evaluations import (
    CaseRead,
    CasesAdded,
    CasesOfRuns,
    CasesUpload,
    CaseWrite,
    DataSetCreate,
    DataSetRead,
    DataSetUpdate,
    Evaluators,
)
from api.schemas.shape import Page
from api.services import Db
from noria.errors import Invalid, Problem
from noria.evaluation.evaluators import problems_of
from noria.evaluation.upload import read_cases
from store import data_sets, workflows
from store.credentials import find_credentials
from store.data_sets import DataSetRow, NewCase
from store.database import Session
from store.evaluation_tables import DataSet
from store.ids import new_id

router = APIRouter(prefix="/data-sets", tags=["evaluations"])


@router.get("")
async def list_data_sets(
    caller: Reader,
    session: Db,
    workflow_id: Annotated[UUID | None, Query()] = None,
    cursor: CURSOR = None,
    limit: LIMIT = 50,
) -> Page[DataSetRead]:
    """The newest first."""
    page = await data_sets.list_data_sets(
        session,
        workspace_id=caller.workspace_id,
        workflow_id=workflow_id,
        cursor=cursor,
        limit=limit,
    )
    return Page(items=[_read(row) for row in page.items], next_cursor=page.next_cursor)


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_data_set(body: DataSetCreate, caller: Editor, session: Db) -> DataSetRead:
    """Of one workflow; cases are added afterwards."""
    await workflows.get_workflow(
        session, workspace_id=caller.workspace_id, workflow_id=body.workflow_id
    )
    await _check(session, caller, body.evaluators)
    data_set = await data_sets.add_data_set(
        session,
        DataSet(
            id=new_id(),
            workspace_id=caller.workspace_id,
            workflow_id=body.workflow_id,
            name=body.name,
            evaluators=[each.model_dump(mode="json") for each in body.evaluators],
        ),
    )
    await note(session, caller, "data_set.create", data_set.id)
    return await _again(session, caller, data_set.id)


@router.get("/{data_set_id}")
async def read_data_set(data_set_id: UUID, caller: Reader, session: Db) -> DataSetRead:
    return await _again(session, caller, data_set_id)


@router.patch("/{data_set_id}")
async def update_data_set(
    data_set_id: UUID, body: DataSetUpdate, caller: Editor, session: Db
) -> DataSetRead:
    """Evaluations of before keep the evaluators that they were made with."""
    data_set = await _locked(session, caller, data_set_id)
    if body.name is not None:
        data_set.name = body.name
        session.add(data_set)
    if body.evaluators is not None:
        await _check(session, caller, body.evaluators)
        given = [each.model_dump(mode="json") for each in body.evaluators]
        if given != data_set.evaluators:
            data_set.evaluators = given
            await data_sets.touch(session, data_set)
    await note(session, caller, "data_set.update", data_set_id)
    return await _again(session, caller, data_set_id)


@router.delete("/{data_set_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_data_set(data_set_id: UUID, caller: Editor, session: Db) -> None:
    """With its cases, its evaluations and the gate that asks for it; runs stay."""
    await data_sets.delete_data_set(session, await _locked(session, caller, data_set_id))
    await note(session, caller, "data_set.delete", data_set_id)


@router.get("/{data_set_id}/cases")
async def list_cases(
    data_set_id: UUID, caller: Reader, session: Db, cursor: CURSOR = None, limit: LIMIT = 50
) -> Page[CaseRead]:
    """In the order in which they came."""
    data_set = await _get(session, caller, data_set_id)
    page = await data_sets.list_cases(session, data_set, cursor=cursor, limit=limit)
    items = [CaseRead.model_validate(row) for row in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


@router.post("/{data_set_id}/cases", status_code=status.HTTP_201_CREATED)
async def create_case(data_set_id: UUID, body: CaseWrite, caller: Editor, session: Db) -> CaseRead:
    """One more, behind the others."""
    data_set = await _locked(session, caller, data_set_id)
    [row] = await data_sets.add_cases(
        session, data_set, [NewCase(body.input, body.expected, body.name)]
    )
    await note(session, caller, "data_set.add_cases", data_set_id, count=1)
    return CaseRead.model_validate(row)


@router.put("/{data_set_id}/cases/{case_id:uuid}")
async def update_case(
    data_set_id: UUID, case_id: UUID, body: CaseWrite, caller: Editor, session: Db
) -> CaseRead:
    data_set = await _locked(session, caller, data_set_id)
    row = await data_sets.get_case(session, data_set, case_id)
    row.name, row.input, row.expected = body.name, body.input, body.expected
    session.add(row)
    await data_sets.touch(session, data_set)
    await note(session, caller, "data_set.update_case", data_set_id, case_id=str(case_id))
    return CaseRead.model_validate(row)


@router.delete("/{data_set_id}/cases/{case_id:uuid}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_case(data_set_id: UUID, case_id: UUID, caller: Editor, session: Db) -> None:
    """What was made of it in evaluations stays."""
    data_set = await _locked(session, caller, data_set_id)
    await data_sets.delete_case(session, data_set, case_id)
    await note(session, caller, "data_set.delete_case", data_set_id, case_id=str(case_id))


@router.post("/{data_set_id}/cases/upload", status_code=status.HTTP_201_CREATED)
async def upload_cases(
    data_set_id: UUID, body: CasesUpload, caller: Editor, session: Db
) -> CasesAdded:
    """All cases of a JSON or CSV file, or none."""
    found = read_cases(body.text, body.format)
    cases = [NewCase(each.input, each.expected, each.name) for each in found]
    return await _add(session, caller, data_set_id, cases)


@router.post("/{data_set_id}/cases/of-runs", status_code=status.HTTP_201_CREATED)
async def add_cases_of_runs(
    data_set_id: UUID, body: CasesOfRuns, caller: Editor, session: Db
) -> CasesAdded:
    """What past runs were given, and what they answered as what is expected."""
    data_set = await _get(session, caller, data_set_id)
    cases = await data_sets.cases_of_runs(session, data_set, body.run_ids)
    return await _add(session, caller, data_set_id, cases)


async def _add(
    session: Session, caller: Caller, data_set_id: UUID, cases: list[NewCase]
) -> CasesAdded:
    data_set = await _locked(session, caller, data_set_id)
    await data_sets.add_cases(session, data_set, cases)
    await note(session, caller, "data_set.add_cases", data_set_id, count=len(cases))
    return CasesAdded(added=len(cases), data_set=await _again(session, caller, data_set_id))


async def _check(session: Session, caller: Caller, evaluators: Evaluators) -> None:
    """
    Raises:
        Invalid: Names every problem.
        Forbidden: A credential is not for this caller.
    """
    names = [each.name for each in evaluators]
    problems = [
        Problem(
            code="name_taken", message="Another evaluator has the name.", field=_field(at, "name")
        )
        for at, name in enumerate(names)
        if name in names[:at]
    ]
    for at, each in enumerate(evaluators):
        wrong = problems_of(each)
        if wrong:
            problems.append(
                Problem(code="bad_expression", message=wrong, field=_field(at, "expression"))
            )
        credential = getattr(each, "credential", None)
        if credential and not await _is_known(session, caller, credential):
            message = f"There is no credential {credential!r} that you may use."
            problems.append(
                Problem(code="unknown_credential", message=message, field=_field(at, "credential"))
            )
    if problems:
        raise Invalid("An evaluator is not right.", problems)


async def _is_known(session: Session, caller: Caller, name: str) -> bool:
    found = await find_credentials(session, workspace_id=caller.workspace_id, names=[name])
    manages = "manage" in caller.permissions
    return name in found and may_use(found[name], caller.account_id, manages=manages)


def _field(at: int, name: str) -> str:
    return f"/evaluators/{at}/{name}"


async def _get(session: Session, caller: Caller, data_set_id: UUID) -> DataSet:
    return await data_sets.get_data_set(
        session, workspace_id=caller.workspace_id, data_set_id=data_set_id
    )


async def _locked(session: Session, caller: Caller, data_set_id: UUID) -> DataSet:
    return await data_sets.get_data_set(
        session, workspace_id=caller.workspace_id, data_set_id=data_set_id, lock=True
    )


async def _again(session: Session, caller: Caller, data_set_id: UUID) -> DataSetRead:
    row = await data_sets.read_data_set(
        session, workspace_id=caller.workspace_id, data_set_id=data_set_id
    )
    return _read(row)


def _read(row: DataSetRow) -> DataSetRead:
    facts = {**row.data_set.model_dump(), "workflow_name": row.workflow_name, "cases": row.cases}
    return DataSetRead.model_validate(facts)
