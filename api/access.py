"""Who asks, and what they may do. Nothing is reachable without passing here.

`authenticate` stands at the root of the app, so a route is closed until it is marked `@open_to_all`.
What a handler needs it says with the type of its `caller`, as `Reader` or `Editor`: one for each
permission of `api.permissions`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from api.permissions import Permission, level_of, permissions_of
from api.services import Services, services_of
from api.tokens import read_access_token
from noria.errors import Forbidden, NotFound, Unauthenticated
from store import api_keys, audit, memberships, sharing
from store.row_security import beyond_workspace, enter_workspace, need_level

F = TypeVar("F", bound=Callable[..., Any])

IN_DELETED: frozenset[Permission] = frozenset({"read", "own"})
"""All that is left in a workspace that is about to go: to look, and to undo it."""


@dataclass(frozen=True)
class Caller:
    """An account acting in one of its workspaces."""

    account_id: UUID
    workspace_id: UUID
    permissions: frozenset[Permission]
    session_id: UUID | None = None
    """None: it is a script with an API key."""
    key_id: UUID | None = None
    """Of that key."""
    has_restricted: bool = False
    """Some things here are shared with some members only."""
    is_limited: bool = False
    """So they are, and the caller is no owner or admin: not everything may be shown to them."""

    @property
    def viewer(self) -> UUID | None:
        """For `enter_workspace`."""
        return self.account_id if self.is_limited else None


def open_to_all(endpoint: F) -> F:
    """Mark a route that needs no sign-in. A test lists them all."""
    vars(endpoint)["open_to_all"] = True
    return endpoint


async def authenticate(connection: HTTPConnection, *, always: bool = False) -> None:
    """Find out who asks, for `caller_in`.

    Args:
        connection: The request.
        always: Also where the route is open to all.

    Raises:
        Unauthenticated: No token, or one that is wrong, expired or revoked.
        NotFound: `X-Workspace` names a workspace that the account is not in.
    """
    audit.caller_address.set(connection.client.host if connection.client else None)
    if not always and getattr(connection.scope.get("endpoint"), "open_to_all", False):
        return
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated("Send the header 'Authorization: Bearer <access token or API key>'.")
    services = services_of(connection)
    caller = await caller_of(services, token.strip(), connection.headers.get("x-workspace"))
    await count_request(services, connection, caller)
    enter_workspace(caller.workspace_id, caller.viewer)
    connection.state.caller = caller


async def count_request(services: Services, connection: HTTPConnection, caller: Caller) -> None:
    """
    Raises:
        TooManyRequests: The account, the key or the workspace sends too many.
    """
    if caller.key_id is not None:
        await services.rates.take(connection.scope, "key", caller.key_id)
    else:
        await services.rates.take(connection.scope, "account", caller.account_id)
    await services.rates.take(connection.scope, "workspace", caller.workspace_id)


class OwnScope:
    """Middleware: what `authenticate` enters for a request is left with it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with beyond_workspace():
            await self._app(scope, receive, send)


def caller_in(connection: HTTPConnection) -> Caller:
    """Whom `authenticate` found."""
    return connection.state.caller


async def signed_in(connection: HTTPConnection) -> None:
    """The dependency at the root of the app."""
    await authenticate(connection)


async def caller_of(services: Services, token: str, workspace: str | None) -> Caller:
    """The caller of a token or API key, in the workspace of that id, else in the token's own."""
    workspace_id = _workspace_id(workspace)
    if token.startswith(api_keys.PREFIX):
        return await _caller_of_key(services, token, workspace_id)
    claims = read_access_token(services.settings.token_key, token)
    standing = await memberships.standing_of_session(
        services.database,
        account_id=claims.account_id,
        workspace_id=workspace_id or claims.workspace_id,
        session_id=claims.family_id,
    )
    if standing is None:
        if workspace_id not in (None, claims.workspace_id):
            raise NotFound("workspace", workspace)
        raise Unauthenticated("This session has ended; sign in again.")
    allowed = permissions_of(standing.role)
    if standing.is_deleted:
        allowed &= IN_DELETED
    return Caller(
        claims.account_id,
        workspace_id or claims.workspace_id,
        allowed,
        claims.family_id,
        has_restricted=standing.has_restricted,
        is_limited=standing.is_limited,
    )


async def _caller_of_key(services: Services, token: str, workspace_id: UUID | None) -> Caller:
    async with services.database.sessions.begin() as session:
        found = await api_keys.use_key(session, token=token)
    if found is None:
        raise Unauthenticated("This API key is unknown, revoked or expired.")
    if workspace_id not in (None, found.workspace_id):
        raise NotFound("workspace", workspace_id)
    allowed = permissions_of(found.role) & frozenset(found.permissions)
    return Caller(
        found.account_id,
        found.workspace_id,
        allowed,
        key_id=found.id,
        has_restricted=found.has_restricted,
        is_limited=found.is_limited,
    )


def _workspace_id(text: str | None) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound("workspace", text) from error


def _allow(permission: Permission) -> Any:
    level = level_of(permission)

    async def check(connection: HTTPConnection) -> Caller:
        caller = caller_in(connection)
        if permission not in caller.permissions:
            raise Forbidden(f"This needs the permission {permission!r} in this workspace.")
        if caller.is_limited:
            for place in sharing.PLACES:
                if place in connection.path_params:
                    id_ = connection.path_params[place]
                    await check_shared(services_of(connection), caller, place, id_, level)
            need_level(level)
        return caller

    vars(check)["permission"] = permission
    return Depends(check)


async def check_shared(
    services: Services, caller: Caller, place: str, id_: UUID | str, level: int
) -> None:
    """Whether the caller may do so much with a thing that may be restricted.

    Row security would hide it too, but not from the statements that go past SQLAlchemy, and it knows
    no difference between what one does not see and what one may only look at.

    Raises:
        NotFound: They don't even see it.
        Forbidden: They do.
    """
    thing = place.removesuffix("_id")
    try:
        uuid = UUID(str(id_))
    except ValueError:
        return  # the route itself refuses it
    allowed = await sharing.level_at(
        services.database,
        workspace_id=caller.workspace_id,
        account_id=caller.account_id,
        place=place,
        id_=uuid,
    )
    if allowed < sharing.VIEW:
        raise NotFound(thing, id_)
    if allowed < level:
        wanted, has = sharing.LEVELS[level], sharing.LEVELS[allowed]
        raise Forbidden(
            f"This {thing} is shared with some members only, with you to {has}: ask to be allowed "
            f"to {wanted}."
        )


def _session_only(connection: HTTPConnection) -> Caller:
    caller = caller_in(connection)
    if caller.session_id is None:
        raise Forbidden("An API key can't do this; sign in as a person.")
    return caller


vars(_session_only)["permission"] = "person"


Person = Annotated[Caller, Depends(_session_only)]
"""Whoever is signed in, about their own account; never an API key."""
Reader = Annotated[Caller, _allow("read")]
Editor = Annotated[Caller, _allow("edit")]
Runner = Annotated[Caller, _allow("run")]
CredentialManager = Annotated[Caller, _allow("credentials")]
MemberManager = Annotated[Caller, _allow("members")]
Manager = Annotated[Caller, _allow("manage")]
Owner = Annotated[Caller, _allow("own")]
