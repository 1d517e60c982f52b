"""Data sets and their cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from sqlmodel import col, delete, func, select, tuple_
from sqlmodel.sql.expression import Select, SelectOfScalar

from noria.errors import Invalid, NotFound
from noria.sub_runs import ITEM
from store.database import Session, time_of
from store.evaluation_tables import DataCase, DataSet
from store.ids import new_id
from store.paging import Page, page_of, read_cursor
from store.tables import Run, Workflow

MAX_CASES = 1_000


@dataclass(frozen=True)
class NewCase:
    """An input, and what a good answer is."""

    input: Any
    expected: Any = None
    name: str = ""
    run_id: UUID | None = None


@dataclass(frozen=True)
class DataSetRow:
    """With how many cases it has, and its workflow's name."""

    data_set: DataSet
    workflow_name: str
    cases: int


async def add_data_set(session: Session, data_set: DataSet) -> DataSet:
    session.add(data_set)
    await session.flush()
    await session.refresh(data_set)
    return data_set


async def list_data_sets(
    session: Session,
    *,
    workspace_id: UUID,
    workflow_id: UUID | None,
    cursor: str | None,
    limit: int,
) -> Page[DataSetRow]:
    """The newest first."""
    query = _rows(workspace_id)
    if workflow_id is not None:
        query = query.where(DataSet.workflow_id == workflow_id)
    if cursor:
        place = tuple_(col(DataSet.created_at), col(DataSet.id))
        query = query.where(place < read_cursor(cursor))
    query = query.order_by(col(DataSet.created_at).desc(), col(DataSet.id).desc())
    rows = [DataSetRow(*row) for row in await session.exec(query.limit(limit + 1))]
    return page_of(rows, limit, lambda row: (row.data_set.created_at, row.data_set.id))


async def get_data_set(
    session: Session, *, workspace_id: UUID, data_set_id: UUID, lock: bool = False
) -> DataSet:
    """
    Raises:
        NotFound: No such data set, or it belongs to another workspace.
    """
    query = select(DataSet).where(DataSet.workspace_id == workspace_id, DataSet.id == data_set_id)
    found = (await session.exec(query.with_for_update() if lock else query)).first()
    if found is None:
        raise NotFound("data set", data_set_id)
    return found


async def read_data_set(session: Session, *, workspace_id: UUID, data_set_id: UUID) -> DataSetRow:
    """
    Raises:
        NotFound: As `get_data_set`.
    """
    query = _rows(workspace_id).where(DataSet.id == data_set_id)
    row = (await session.exec(query)).first()
    if row is None:
        raise NotFound("data set", data_set_id)
    return DataSetRow(*row)


async def touch(session: Session, data_set: DataSet) -> None:
    """It is another edition now."""
    data_set.edition += 1
    data_set.updated_at = await time_of(session)
    session.add(data_set)
    await session.flush()


async def delete_data_set(session: Session, data_set: DataSet) -> None:
    """With its cases and evaluations; their runs stay."""
    await session.exec(
        delete(DataSet).where(
            col(DataSet.workspace_id) == data_set.workspace_id, col(DataSet.id) == data_set.id
        )
    )


async def add_cases(
    session: Session, data_set: DataSet, cases: Sequence[NewCase]
) -> list[DataCase]:
    """To a locked data set.

    Raises:
        Invalid: It would have too many.
    """
    count = select(func.count()).where(DataCase.data_set_id == data_set.id)
    there = (await session.exec(count)).one()
    if there + len(cases) > MAX_CASES:
        raise Invalid(
            f"A data set may have {MAX_CASES:,} cases: there are {there:,}, and {len(cases):,} came."
        )
    now = await time_of(session)
    rows = [
        DataCase(
            id=new_id(),
            workspace_id=data_set.workspace_id,
            data_set_id=data_set.id,
            name=case.name,
            input=case.input,
            expected=case.expected,
            run_id=case.run_id,
            # Those that come together keep their order.
            created_at=now + timedelta(microseconds=at),
        )
        for at, case in enumerate(cases)
    ]
    session.add_all(rows)
    await touch(session, data_set)
    for row in rows:
        await session.refresh(row)
    return rows


async def list_cases(
    session: Session, data_set: DataSet, *, cursor: str | None, limit: int
) -> Page[DataCase]:
    """In the order in which they came."""
    query = _cases(data_set)
    if cursor:
        place = tuple_(col(DataCase.created_at), col(DataCase.id))
        query = query.where(place > read_cursor(cursor))
    rows = (await session.exec(query.limit(limit + 1))).all()
    return page_of(rows, limit, lambda row: (row.created_at, row.id))


async def all_cases(session: Session, data_set: DataSet) -> Sequence[DataCase]:
    return (await session.exec(_cases(data_set))).all()


async def get_case(session: Session, data_set: DataSet, case_id: UUID) -> DataCase:
    """
    Raises:
        NotFound: None of this data set.
    """
    found = (await session.exec(_cases(data_set).where(DataCase.id == case_id))).first()
    if found is None:
        raise NotFound("case", case_id)
    return found


async def delete_case(session: Session, data_set: DataSet, case_id: UUID) -> None:
    """
    Raises:
        NotFound: As `get_case`.
    """
    await session.delete(await get_case(session, data_set, case_id))
    await touch(session, data_set)


async def cases_of_runs(
    session: Session, data_set: DataSet, run_ids: Sequence[UUID]
) -> list[NewCase]:
    """What runs of its workflow were given, and what they answered.

    Raises:
        NotFound: One is no run of the workflow that succeeded.
    """
    query = select(Run.id, Run.input, Run.output).where(
        Run.workspace_id == data_set.workspace_id,
        Run.workflow_id == data_set.workflow_id,
        Run.status == "succeeded",
        col(Run.relation).is_distinct_from(ITEM),
        col(Run.id).in_(run_ids),
    )
    known = {row[0]: row for row in await session.exec(query)}
    for run_id in run_ids:
        if run_id not in known:
            raise NotFound("succeeded run of this workflow", run_id)
    return [NewCase(known[each][1], known[each][2], run_id=each) for each in run_ids]


def _cases(data_set: DataSet) -> SelectOfScalar[DataCase]:
    return (
        select(DataCase)
        .where(DataCase.workspace_id == data_set.workspace_id, DataCase.data_set_id == data_set.id)
        .order_by(col(DataCase.created_at), col(DataCase.id))
    )


def _rows(workspace_id: UUID) -> Select[DataSet, str, int]:
    count = (
        select(func.count())
        .where(DataCase.data_set_id == DataSet.id)
        .correlate(DataSet)
        .scalar_subquery()
    )
    query: Any = (
        select(DataSet, Workflow.name, count)
        .join(Workflow, col(Workflow.id) == DataSet.workflow_id)
        .where(DataSet.workspace_id == workspace_id)
    )
    return cast("Select[DataSet, str, int]", query)
