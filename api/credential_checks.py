"""Whether a graph's credentials exist, fit, and may be used by who asks."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from api.access import Caller
from noria.catalog import load_catalog
from noria.credential_uses import CredentialUse, credential_uses
from noria.errors import GraphInvalid, Problem
from store.credential_expiry import SOON
from store.credentials import CredentialRow, find_credentials
from store.database import Session

PRIVATE = "private_credential"


async def credential_problems(
    session: Session, caller: Caller, graph: dict[str, Any]
) -> list[Problem]:
    """Errors for those that the caller may not use, warnings for those that are missing, unfit or ending."""
    uses = credential_uses(graph, load_catalog())
    names = {use.name for use in uses}
    found = await find_credentials(session, workspace_id=caller.workspace_id, names=names)
    problems = (_problem(use, found.get(use.name), caller) for use in uses)
    return [problem for problem in problems if problem is not None]


async def check_credentials(
    session: Session, caller: Caller, graph: dict[str, Any]
) -> list[Problem]:
    """The warnings.

    Raises:
        GraphInvalid: The graph uses a private credential of somebody else.
    """
    problems = await credential_problems(session, caller, graph)
    if any(problem.severity == "error" for problem in problems):
        raise GraphInvalid(problems)
    return problems


def may_use(row: CredentialRow, account_id: UUID, *, manages: bool) -> bool:
    """A private credential serves who made it; whoever manages the workspace may use them all."""
    return row.sharing == "workspace" or row.account_id == account_id or manages


def _problem(use: CredentialUse, row: CredentialRow | None, caller: Caller) -> Problem | None:
    found = _found(use, row, caller)
    if found is None:
        return None
    code, message = found
    return Problem(
        severity="error" if code == PRIVATE else "warning",
        code=code,
        message=message,
        node_id=use.node_id,
        field=use.field,
    )


def _found(use: CredentialUse, row: CredentialRow | None, caller: Caller) -> tuple[str, str] | None:
    """Code and message."""
    the = f"The credential {use.name!r} is"
    if row is None:
        what = f"The workspace has no credential {use.name!r}: make it before this runs"
        return "missing_credential", f"{what}, or choose another."
    if not may_use(row, caller.account_id, manages="manage" in caller.permissions):
        what = f"{the} private to somebody else: ask for it to be shared"
        return PRIVATE, f"{what}, or choose another."
    if use.types and row.type not in use.types:
        types = " or ".join(map(repr, use.types))
        what = f"{the} of the type {row.type!r}, and this step takes {types} only"
        return "unfit_credential", f"{what}: choose another."
    if row.expires_at is not None and row.expires_at <= datetime.now(UTC) + SOON:
        what = f"{the} good until {row.expires_at:%Y-%m-%d %H:%M} UTC"
        return "expiring_credential", f"{what}: renew it, and say until when the new one is good."
    return None
