"""Who answers for what a run does, where that decides what it may use."""

from uuid import UUID

from sqlmodel import select

from store.database import Session
from store.tables import Run, Version


async def who_answers(session: Session, run: Run) -> UUID | None:
    """Who published the version that the run follows; who started it, for a draft.

    None: nobody any more, or it was started by no account.
    """
    if run.version is None:
        return run.account_id
    published = select(Version.account_id).where(
        Version.workspace_id == run.workspace_id,
        Version.workflow_id == run.workflow_id,
        Version.number == run.version,
    )
    return (await session.exec(published)).first()
