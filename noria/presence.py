"""Who has a draft open, and which step each has chosen. It is told to every API process and kept nowhere."""

from pydantic import BaseModel, ConfigDict

PRESENCE_CHANNEL = "noria_presence"
"""On which PostgreSQL passes it on."""


class Presence(BaseModel):
    """One open page of one person."""

    model_config = ConfigDict(frozen=True)

    workspace_id: str
    workflow_id: str
    seat: str
    """Of the page: a person may have several open."""
    account_id: str
    name: str
    node_id: str | None = None
    """The step that is chosen there."""
    left: bool = False
    """The page was closed."""
