"""Who may see, run and edit a workflow or a folder."""

from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from api.schemas.shape import Read, Write
from store.sharing import MAX_SHARES, Level


class ShareWrite(Write):
    account_id: UUID
    """Of a member or a service account."""
    level: Literal["view", "run", "edit"]
    """`run` holds `view`, and `edit` both. Nobody may do more than their role lets them."""


class SharingWrite(Write):
    restricted: bool
    """False: as the folder around it is shared, else with the whole workspace."""
    shares: list[ShareWrite] = Field(default=[], max_length=MAX_SHARES)
    """Who is named; only with `restricted`."""

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if self.shares and not self.restricted:
            raise ValueError("'shares' are only for what is 'restricted'")
        if len({each.account_id for each in self.shares}) < len(self.shares):
            raise ValueError("an account is named twice in 'shares'")
        return self


class ShareRead(Read):
    account_id: UUID
    name: str
    email: str
    role: str
    level: Level


class FolderShared(Read):
    id: UUID
    name: str | None
    """Null: it is not shared with you."""


class SharingRead(Read):
    restricted: bool
    """It has a list of its own."""
    inherited_from: FolderShared | None
    """The restricted folder whose list holds here, if it has none."""
    shares: list[ShareRead]
    """By name. Owners and admins may do all, and are only in it when somebody named them."""
