"""Evaluations: begun, moved on case by case, ended, found again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, cast
from uuid import UUID

from sqlmodel import col, func, select, tuple_
from sqlmodel.sql.expression import Select

from noria.errors import NotFound
from noria.evaluation.work import EvaluationCall
from store.database import Session, time_of
from store.evaluation_tables import Evaluation, EvaluationCase, PublishGate
from store.paging import Page, page_of, read_cursor
from store.tables import Run, Version

OPEN = ("queued", "running")
End = Literal["succeeded", "failed", "cancelled"]


@dataclass(frozen=True)
class CaseOfRun:
    """A case under way, and its run as it is now."""

    case: EvaluationCase
    status: str | None
    output: Any
    error: dict[str, Any] | None


async def add_evaluation(
    session: Session, evaluation: Evaluation, cases: Sequence[EvaluationCase]
) -> Evaluation:
    session.add(evaluation)
    await session.flush()
    session.add_all(cases)
    await session.flush()
    await session.refresh(evaluation)
    return evaluation


async def get_evaluation(
    session: Session, *, workspace_id: UUID, evaluation_id: UUID, lock: bool = False
) -> Evaluation:
    """
    Raises:
        NotFound: No such evaluation, or it belongs to another workspace.
    """
    query = select(Evaluation).where(
        Evaluation.workspace_id == workspace_id, Evaluation.id == evaluation_id
    )
    found = (await session.exec(query.with_for_update() if lock else query)).first()
    if found is None:
        raise NotFound("evaluation", evaluation_id)
    return found


async def list_evaluations(
    session: Session, *, workspace_id: UUID, data_set_id: UUID, cursor: str | None, limit: int
) -> Page[Evaluation]:
    """The newest first."""
    query = select(Evaluation).where(
        Evaluation.workspace_id == workspace_id, Evaluation.data_set_id == data_set_id
    )
    if cursor:
        place = tuple_(col(Evaluation.created_at), col(Evaluation.id))
        query = query.where(place < read_cursor(cursor))
    query = query.order_by(col(Evaluation.created_at).desc(), col(Evaluation.id).desc())
    rows = (await session.exec(query.limit(limit + 1))).all()
    return page_of(rows, limit, lambda row: (row.created_at, row.id))


async def get_last_before(session: Session, evaluation: Evaluation) -> Evaluation:
    """The one over the same data set that came to its end last before this one was begun.

    Raises:
        NotFound: There is none.
    """
    query = (
        select(Evaluation)
        .where(
            Evaluation.workspace_id == evaluation.workspace_id,
            Evaluation.data_set_id == evaluation.data_set_id,
            Evaluation.status == "succeeded",
            Evaluation.created_at < evaluation.created_at,
        )
        .order_by(col(Evaluation.created_at).desc())
        .limit(1)
    )
    found = (await session.exec(query)).first()
    if found is None:
        raise NotFound(
            "evaluation", evaluation.id, "There is no earlier evaluation to compare with."
        )
    return found


async def list_cases(session: Session, evaluation: Evaluation) -> Sequence[EvaluationCase]:
    """All of them, in order."""
    query = select(EvaluationCase).where(
        EvaluationCase.workspace_id == evaluation.workspace_id,
        EvaluationCase.evaluation_id == evaluation.id,
    )
    return (await session.exec(query.order_by(col(EvaluationCase.number)))).all()


async def get_case(session: Session, evaluation: Evaluation, number: int) -> EvaluationCase:
    """
    Raises:
        NotFound: It has no such case.
    """
    query = select(EvaluationCase).where(
        EvaluationCase.workspace_id == evaluation.workspace_id,
        EvaluationCase.evaluation_id == evaluation.id,
        EvaluationCase.number == number,
    )
    found = (await session.exec(query)).first()
    if found is None:
        raise NotFound("case", number)
    return found


async def cases_under_way(session: Session, evaluation: Evaluation) -> list[CaseOfRun]:
    query: Any = (
        select(EvaluationCase, Run.status, Run.output, col(Run.error))
        .outerjoin(Run, col(Run.id) == EvaluationCase.run_id)
        .where(
            EvaluationCase.workspace_id == evaluation.workspace_id,
            EvaluationCase.evaluation_id == evaluation.id,
            EvaluationCase.status == "running",
        )
    )
    known = cast("Select[EvaluationCase, str | None, Any, dict[str, Any] | None]", query)
    return [CaseOfRun(*row) for row in await session.exec(known)]


async def cases_with(
    session: Session, evaluation: Evaluation, status: str, limit: int
) -> Sequence[EvaluationCase]:
    """In order."""
    query = (
        select(EvaluationCase)
        .where(
            EvaluationCase.workspace_id == evaluation.workspace_id,
            EvaluationCase.evaluation_id == evaluation.id,
            EvaluationCase.status == status,
        )
        .order_by(col(EvaluationCase.number))
        .limit(limit)
    )
    return (await session.exec(query)).all()


async def count_up(session: Session, evaluation: Evaluation) -> bool:
    """Count what is done, of a locked evaluation; whether that is all."""
    query = select(func.count(), func.count().filter(col(EvaluationCase.passed).is_(True))).where(
        EvaluationCase.workspace_id == evaluation.workspace_id,
        EvaluationCase.evaluation_id == evaluation.id,
        EvaluationCase.status == "scored",
    )
    evaluation.done, evaluation.passed = (await session.exec(query)).one()
    session.add(evaluation)
    return evaluation.done == evaluation.cases


async def end(
    session: Session, evaluation: Evaluation, status: End, error: str | None = None
) -> None:
    """One that has ended stays as it is."""
    if evaluation.status in OPEN:
        evaluation.status = status
        evaluation.error = error
        evaluation.finished_at = await time_of(session)
        session.add(evaluation)
        await session.flush()


async def left_lying(
    session: Session, older_than: timedelta, limit: int = 50
) -> list[EvaluationCall]:
    """Those that nobody has begun, of all workspaces."""
    query = (
        select(Evaluation.workspace_id, Evaluation.id)
        .where(Evaluation.status == "queued", Evaluation.created_at < func.now() - older_than)
        .limit(limit)
    )
    return [
        EvaluationCall(workspace_id=str(workspace_id), evaluation_id=str(evaluation_id))
        for workspace_id, evaluation_id in await session.exec(query)
    ]


async def newest_of(
    session: Session, gate: PublishGate, *, graph_hash: bytes, edition: int
) -> Evaluation | None:
    """The last evaluation of exactly this graph over exactly these cases that came to its end."""
    query = (
        select(Evaluation)
        .where(
            Evaluation.workspace_id == gate.workspace_id,
            Evaluation.workflow_id == gate.workflow_id,
            Evaluation.data_set_id == gate.data_set_id,
            Evaluation.graph_hash == graph_hash,
            Evaluation.edition == edition,
            Evaluation.status == "succeeded",
        )
        .order_by(col(Evaluation.created_at).desc())
        .limit(1)
    )
    return (await session.exec(query)).first()


async def hash_of_version(
    session: Session, *, workspace_id: UUID, workflow_id: UUID, number: int
) -> bytes:
    """
    Raises:
        NotFound: No such version.
    """
    query = select(Version.graph_hash).where(
        Version.workspace_id == workspace_id,
        Version.workflow_id == workflow_id,
        Version.number == number,
    )
    found = (await session.exec(query)).first()
    if found is None:
        raise NotFound("version", number)
    return found


async def find_gate(
    session: Session, *, workspace_id: UUID, workflow_id: UUID
) -> PublishGate | None:
    query = select(PublishGate).where(
        PublishGate.workspace_id == workspace_id, PublishGate.workflow_id == workflow_id
    )
    return (await session.exec(query)).first()
