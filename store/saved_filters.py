"""Filters that an account keeps under names; nobody else sees them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, delete, func, select

from noria.errors import Conflict, NotFound
from store.database import Session
from store.ids import new_id
from store.look_tables import SavedFilter

MOST = 100
"""Of one account on one page."""


async def list_filters(
    session: Session, *, workspace_id: UUID, account_id: UUID, page: str
) -> Sequence[SavedFilter]:
    """By their names."""
    query = (
        select(SavedFilter)
        .where(
            SavedFilter.workspace_id == workspace_id,
            SavedFilter.account_id == account_id,
            SavedFilter.page == page,
        )
        .order_by(func.lower(col(SavedFilter.name)))
    )
    return (await session.exec(query)).all()


async def save_filter(
    session: Session,
    *,
    workspace_id: UUID,
    account_id: UUID,
    page: str,
    name: str,
    search: dict[str, Any],
) -> SavedFilter:
    """One of that name is replaced.

    Raises:
        Conflict: The account has too many already.
    """
    names = select(SavedFilter.name).where(
        SavedFilter.workspace_id == workspace_id,
        SavedFilter.account_id == account_id,
        SavedFilter.page == page,
    )
    known = set((await session.exec(names)).all())
    if len(known) >= MOST and name not in known:
        raise Conflict(f"You keep {MOST} filters already; delete one that you don't need.")
    statement = (
        insert(SavedFilter)
        .values(
            id=new_id(),
            workspace_id=workspace_id,
            account_id=account_id,
            page=page,
            name=name,
            search=search,
        )
        .on_conflict_do_update(
            index_elements=["workspace_id", "account_id", "page", "name"], set_={"search": search}
        )
        .returning(SavedFilter)
    )
    return (await session.exec(statement)).scalar_one()


async def delete_filter(
    session: Session, *, workspace_id: UUID, account_id: UUID, filter_id: UUID
) -> None:
    """
    Raises:
        NotFound: The account has no such filter here.
    """
    statement = (
        delete(SavedFilter)
        .where(
            col(SavedFilter.workspace_id) == workspace_id,
            col(SavedFilter.account_id) == account_id,
            col(SavedFilter.id) == filter_id,
        )
        .returning(col(SavedFilter.id))
    )
    if (await session.exec(statement)).first() is None:
        raise NotFound("saved filter", filter_id)
