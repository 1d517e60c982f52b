"""Who may see, run and edit a workflow or folder that is shared with some members only.

A restricted workflow has its own shares. One that is not, but lies in a restricted folder, has the
folder's; a folder in a restricted one has those of the outer one. Owners and admins may do all. A
level never gives more than one's role. Row security hides the rows: see `store.row_security`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, func, not_, text
from sqlalchemy import select as sa_select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, delete, select, update

from noria.errors import Invalid, NotFound, Problem
from store.database import Database, Session
from store.folder_tables import Folder, Share
from store.ids import new_id
from store.tables import Account, Membership, Workflow

Level = Literal["none", "view", "run", "edit"]
Kind = Literal["workflow", "folder"]
LEVELS: tuple[Level, ...] = ("none", "view", "run", "edit")
"""In the order of the numbers that stand for them."""
NONE, VIEW, RUN, EDIT = range(4)
SEES_ALL = ("owner", "admin")
"""Roles; `noria_levels` knows them too."""
MAX_SHARES = 500


@dataclass(frozen=True)
class ShareRow:
    """One who is named."""

    account_id: UUID
    name: str
    email: str
    role: str
    level: Level


@dataclass(frozen=True)
class FolderShared:
    """A restricted folder."""

    id: UUID
    name: str | None
    """None: the caller does not see it."""


@dataclass(frozen=True)
class SharingRow:
    """Who may do what with a thing."""

    restricted: bool
    """It has a list of its own, which is in `shares`."""
    inherited_from: FolderShared | None
    """Whose list holds here, when it has none."""
    shares: Sequence[ShareRow]


@dataclass(frozen=True)
class Target:
    """What is shared."""

    kind: Kind
    id: UUID
    workspace_id: UUID


_PLACES: Mapping[str, str] = {
    "workflow_id": "SELECT $3::uuid AS id",
    "run_id": "SELECT workflow_id AS id FROM run WHERE workspace_id = $1 AND id = $3",
    "trigger_id": "SELECT workflow_id AS id FROM trigger WHERE workspace_id = $1 AND id = $3",
    "letter_id": "SELECT workflow_id AS id FROM dead_letter WHERE workspace_id = $1 AND id = $3",
    "alert_id": "SELECT workflow_id AS id FROM alert_rule WHERE workspace_id = $1 AND id = $3",
    "data_set_id": "SELECT workflow_id AS id FROM data_set WHERE workspace_id = $1 AND id = $3",
    "evaluation_id": "SELECT workflow_id AS id FROM evaluation WHERE workspace_id = $1 AND id = $3",
    "approval_id": (
        "SELECT run.workflow_id AS id FROM approval JOIN run ON run.id = approval.run_id"
        " WHERE approval.workspace_id = $1 AND approval.id = $3"
    ),
}
_FOLDER = "SELECT level FROM noria_folder_levels($1, $2) WHERE folder_id = $3"
PLACES = (*_PLACES, "folder_id")
"""Names of ids in a route's path that lead to something that may be restricted."""


async def level_at(
    database: Database, *, workspace_id: UUID, account_id: UUID, place: str, id_: UUID
) -> int:
    """What the account may do with the thing, as one of `PLACES` names it; all, if it is not restricted."""
    query = _FOLDER
    if place != "folder_id":
        query = (
            "SELECT level FROM noria_levels($1, $2) AS closed"  # noqa: S608 - our text
            f" JOIN ({_PLACES[place]}) AS place ON place.id = closed.workflow_id"
        )
    async with database.connections.one() as connection:
        cursor = await connection.execute(
            query.encode(), (workspace_id, account_id, id_), prepare=True
        )
        row = await cursor.fetchone()
    return row[0] if row else EDIT


def closed_to(workspace_id: UUID, account_id: UUID | None, level: int) -> Select[*tuple[Any, ...]]:
    """Ids of workflows with which the account may not do so much: for queries beyond the wall."""
    found = func.noria_levels(workspace_id, account_id).table_valued("workflow_id", "level")
    return sa_select(found.c.workflow_id).where(found.c.level < level)


async def levels_of(
    session: Session, *, workspace_id: UUID, account_id: UUID, workflow_ids: Collection[UUID]
) -> dict[UUID, Level]:
    """Of those that are restricted, by themselves or their folder."""
    found = func.noria_levels(workspace_id, account_id).table_valued("workflow_id", "level")
    query = sa_select(found.c.workflow_id, found.c.level).where(
        found.c.workflow_id.in_(workflow_ids)
    )
    rows = await (await session.connection()).execute(query)
    return {workflow_id: LEVELS[level] for workflow_id, level in rows}


async def folder_levels(
    session: Session, *, workspace_id: UUID, account_id: UUID
) -> dict[UUID, Level]:
    """Of all folders that are restricted, by themselves or the folder around them."""
    found = func.noria_folder_levels(workspace_id, account_id).table_valued("folder_id", "level")
    rows = await (await session.connection()).execute(sa_select(found.c.folder_id, found.c.level))
    return {folder_id: LEVELS[level] for folder_id, level in rows}


async def is_closed(session: Session, *, workflow: Workflow, account_id: UUID | None) -> bool:
    """Whether it is restricted, and the account, or a run that nobody answers for, may not run it."""
    closed = closed_to(workflow.workspace_id, account_id, RUN).subquery()
    query = sa_select(closed.c.workflow_id).where(closed.c.workflow_id == workflow.id)
    return (await (await session.connection()).execute(query)).first() is not None


async def not_callable(
    session: Session, *, workspace_id: UUID, account_id: UUID, names: Collection[str]
) -> set[str]:
    """Those of the names and ids whose workflows the account may not run."""
    found = func.noria_levels(workspace_id, account_id).table_valued("workflow_id", "name", "level")
    query = sa_select(found.c.workflow_id, found.c.name).where(found.c.level < RUN)
    rows = await (await session.connection()).execute(query)
    closed = {text for workflow_id, name in rows for text in (str(workflow_id), name)}
    return closed & set(names)


async def read_sharing(session: Session, target: Target) -> SharingRow:
    """
    Raises:
        NotFound: No such thing, or it belongs to another workspace.
    """
    restricted, folder_id = await _place(session, target)
    inherited = None
    if folder_id is not None and not restricted:
        inherited = await _closed_folder(session, target.workspace_id, folder_id)
    shares = (
        select(Account, Membership.role, Share.level)
        .join(Share, col(Share.account_id) == Account.id)
        .join(
            Membership,
            (col(Membership.account_id) == Account.id)
            & (col(Membership.workspace_id) == Share.workspace_id),
        )
        .where(Share.workspace_id == target.workspace_id, _column(target) == target.id)
        .order_by(func.lower(Account.name), col(Account.id))
    )
    rows = [
        ShareRow(account.id, account.name, account.email, role, LEVELS[level])
        for account, role, level in await session.exec(shares)
    ]
    return SharingRow(restricted, inherited, rows)


async def save_sharing(
    session: Session, target: Target, *, restricted: bool, levels: Mapping[UUID, int]
) -> None:
    """In place of what was.

    Raises:
        Invalid: Somebody is named who is not a member.
    """
    await _check_members(session, target.workspace_id, levels)
    # First those who are named: who names themselves must not be locked out in between.
    for account_id, level in levels.items():
        values = {"workspace_id": target.workspace_id, "account_id": account_id, "level": level}
        statement = insert(Share).values(id=new_id(), **values, **{f"{target.kind}_id": target.id})
        await session.exec(
            statement.on_conflict_do_update(
                index_elements=[f"{target.kind}_id", "account_id"], set_={"level": level}
            )
        )
    table = Workflow if target.kind == "workflow" else Folder
    await session.exec(
        update(table)
        .where(*_is(table, target))
        .values(restricted=restricted)
        .execution_options(synchronize_session=False)
    )
    gone = delete(Share).where(
        col(Share.workspace_id) == target.workspace_id, _column(target) == target.id
    )
    await session.exec(gone.where(not_(col(Share.account_id).in_(levels))))


async def copy_sharing(session: Session, *, source: Workflow, made: Workflow) -> None:
    """Whoever may not see a restricted workflow may not see its copy."""
    sharing = await read_sharing(session, Target("workflow", source.id, source.workspace_id))
    await save_sharing(
        session,
        Target("workflow", made.id, made.workspace_id),
        restricted=True,
        levels={row.account_id: LEVELS.index(row.level) for row in sharing.shares},
    )


def _is(table: type[Workflow] | type[Folder], target: Target) -> tuple[Any, Any]:
    return col(table.workspace_id) == target.workspace_id, col(table.id) == target.id


def _column(target: Target) -> Any:
    return col(Share.workflow_id) if target.kind == "workflow" else col(Share.folder_id)


async def _place(session: Session, target: Target) -> tuple[bool, UUID | None]:
    """Whether it has a list of its own, and the folder that it lies in."""
    if target.kind == "workflow":
        query = select(Workflow.restricted, Workflow.folder_id).where(*_is(Workflow, target))
    else:
        query = select(Folder.restricted, Folder.parent_id).where(*_is(Folder, target))
    found = (await session.exec(query)).first()
    if found is None:
        raise NotFound(target.kind, target.id)
    return found


async def _closed_folder(
    session: Session, workspace_id: UUID, folder_id: UUID
) -> FolderShared | None:
    closed = func.noria_folder_levels(workspace_id, None).table_valued("folder_id", "shared_id")
    query = (
        sa_select(closed.c.shared_id, col(Folder.name))
        .outerjoin(Folder, col(Folder.id) == closed.c.shared_id)
        .where(closed.c.folder_id == folder_id)
    )
    row = (await (await session.connection()).execute(query)).first()
    return FolderShared(*row) if row else None


async def _check_members(session: Session, workspace_id: UUID, levels: Mapping[UUID, int]) -> None:
    query = select(Membership.account_id).where(
        Membership.workspace_id == workspace_id, col(Membership.account_id).in_(levels)
    )
    unknown = set(levels) - set(await session.exec(query))
    if unknown:
        raise Invalid(
            "Not all of those who are named are members of this workspace.",
            [
                Problem(
                    code="not_a_member",
                    message=f"{str(each)!r} is no member of this workspace: invite them first.",
                    field="/shares",
                )
                for each in sorted(unknown, key=str)
            ],
        )


async def closed_pairs(
    session: Session, *, workflow_ids: Collection[UUID]
) -> set[tuple[UUID, UUID]]:
    """Workflow and account, wherever a member may not see one of these: for telling people of them."""
    rows = await (await session.connection()).execute(_PAIRS, {"ids": list(workflow_ids)})
    return {(workflow_id, account_id) for workflow_id, account_id in rows}


_PAIRS = text("""
    SELECT closed.workflow_id, membership.account_id
    FROM membership
    CROSS JOIN LATERAL noria_levels(membership.workspace_id, membership.account_id) AS closed
    WHERE membership.workspace_id IN (
            SELECT workspace_id FROM workflow
            WHERE id = ANY(:ids) AND (restricted OR folder_id IS NOT NULL)
        )
        AND closed.workflow_id = ANY(:ids) AND closed.level < 1
""")
