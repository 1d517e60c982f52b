"""A person's answer to an approval, whichever way it came."""

from uuid import UUID

from api.schemas.waits import MAX_DATA_BYTES
from api.services import Services
from api.waking import wake
from noria.blobs import size_of
from noria.errors import Forbidden, Invalid, NoriaError, NotFound, TooLarge
from noria.input_schema import check_input
from store import approvals, audit
from store.accounts import normal_email
from store.approvals import ApprovalRow, Given
from store.audit import Act


async def give_answer(
    services: Services,
    *,
    workspace_id: UUID,
    approval_id: UUID,
    account_id: UUID | None,
    given: Given,
) -> None:
    """Write the answer, note who gave it, and wake the run.

    Raises:
        NotFound: No such approval in this workspace.
        Forbidden: It asks other people.
        Invalid: The data doesn't fit the form.
        Conflict: It was answered, or nobody waits any more.
    """
    act = Act(
        workspace_id=workspace_id,
        account_id=account_id,
        action="approval.answer",
        target_type="approval",
        target_id=str(approval_id),
        details={"decision": given.decision, "by": given.by, "via": given.via},
    )
    try:
        async with services.database.sessions.begin() as session:
            row = await approvals.get_approval(
                session, workspace_id=workspace_id, approval_id=approval_id
            )
            check_may_answer(row, given.by)
            _check_data(row, given)
            whom = await approvals.answer(
                session, workspace_id=workspace_id, approval_id=approval_id, given=given
            )
            await audit.add_entry(session, act)
    except NotFound:
        raise
    except NoriaError as error:
        await _note_refusal(services, act, error)
        raise
    await wake(services, workspace_id, whom)


def may_answer(row: ApprovalRow, email: str) -> bool:
    """Whether the approval asks this person, among others."""
    assignees = row.approval.assignees
    return not assignees or normal_email(email) in assignees


def check_may_answer(row: ApprovalRow, email: str) -> None:
    """
    Raises:
        Forbidden: The approval asks other people.
    """
    if not may_answer(row, email):
        raise Forbidden(f"This approval asks {', '.join(row.approval.assignees)}, not {email}.")


def _check_data(row: ApprovalRow, given: Given) -> None:
    if given.decision == "rejected" and given.data is None:
        return
    if size_of(given.data) > MAX_DATA_BYTES:
        raise TooLarge(f"The data of an answer may have {MAX_DATA_BYTES:,} bytes at most.")
    problems = check_input(row.approval.form, given.data)
    if problems:
        below = [item.model_copy(update={"field": f"/data{item.field}"}) for item in problems]
        raise Invalid("The answer doesn't fit the approval's form.", below)


async def _note_refusal(services: Services, act: Act, error: NoriaError) -> None:
    refused = Act(
        workspace_id=act.workspace_id,
        account_id=act.account_id,
        action=act.action,
        target_type=act.target_type,
        target_id=act.target_id,
        result="refused",
        details={**act.details, "code": error.code},
    )
    async with services.database.sessions.begin() as session:
        await audit.add_entry(session, refused)
