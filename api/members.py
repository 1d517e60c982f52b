"""Who is in the workspace, as what, and how that changes."""

from uuid import UUID

from fastapi import APIRouter, status

from api import audit
from api.access import Caller, MemberManager, Person, Reader
from api.permissions import MEANINGS, RANKS, ROLES, TABLE, Role
from api.schemas.members import MemberRead, PermissionRead, RoleRead, RolesRead, RoleWrite
from api.schemas.shape import Page
from api.services import Db
from noria.errors import Forbidden
from store import members

router = APIRouter(prefix="/members", tags=["members"])


@router.get("")
async def list_members(caller: Reader, session: Db) -> Page[MemberRead]:
    """All members, who joined first comes first; one page holds them all."""
    rows = await members.list_members(session, workspace_id=caller.workspace_id)
    return Page(items=[MemberRead.model_validate(row) for row in rows], next_cursor=None)


@router.get("/roles")
async def list_roles(_: Reader) -> RolesRead:
    """What each role may do: the same everywhere, and the one table that requests are checked by."""
    return RolesRead(
        roles=[
            RoleRead(
                name=role,
                means=MEANINGS[role],
                permissions=[name for name in TABLE if name in ROLES[role]],
            )
            for role in RANKS
        ],
        permissions=[PermissionRead(name=name, means=grant.means) for name, grant in TABLE.items()],
    )


@router.patch("/{account_id:uuid}", status_code=status.HTTP_204_NO_CONTENT)
async def change_member(
    account_id: UUID, body: RoleWrite, caller: MemberManager, session: Db
) -> None:
    """Give a member another role. Only an owner makes or unmakes owners, and one always stays."""
    role = await members.role_of(session, workspace_id=caller.workspace_id, account_id=account_id)
    check_may_grant(caller, role, body.role)
    before = await members.change_role(
        session, workspace_id=caller.workspace_id, account_id=account_id, role=body.role
    )
    details = {"before": before, "after": body.role}
    await audit.note(session, caller, "member.change_role", account_id, **details)


@router.delete("/{account_id:uuid}", status_code=status.HTTP_204_NO_CONTENT)
async def remove_member(account_id: UUID, caller: MemberManager, session: Db) -> None:
    """Out at once, with their API keys of this workspace; what they made stays."""
    role = await members.role_of(session, workspace_id=caller.workspace_id, account_id=account_id)
    check_may_grant(caller, role)
    await members.remove_member(session, workspace_id=caller.workspace_id, account_id=account_id)
    await audit.note(session, caller, "member.remove", account_id, role=role)


@router.post("/leave", status_code=status.HTTP_204_NO_CONTENT)
async def leave_workspace(caller: Person, session: Db) -> None:
    """Go out of this workspace oneself; its last owner can't."""
    role = await members.remove_member(
        session, workspace_id=caller.workspace_id, account_id=caller.account_id
    )
    await audit.note(session, caller, "member.leave", caller.account_id, role=role)


def check_may_grant(caller: Caller, *roles: Role | str) -> None:
    """
    Raises:
        Forbidden: One of the roles is `owner`, and the caller is none.
    """
    if "owner" in roles and "own" not in caller.permissions:
        raise Forbidden("Only an owner makes or unmakes owners.")
