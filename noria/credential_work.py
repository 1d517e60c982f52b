"""What the API asks workers to do with a credential, since only they may open one."""

from typing import Literal

from pydantic import BaseModel

TRY_CREDENTIAL = "noria.try_credential"
CONNECT_CREDENTIAL = "noria.connect_credential"
"""Names of Temporal activities that stand alone: no workflow starts them."""


class TryCall(BaseModel):
    """Sign in with a credential, and tell how that went."""

    workspace_id: str
    name: str
    url: str | None = None
    """For types that name no server of their own: what to call."""


class ConnectCall(BaseModel):
    """Exchange what the browser brought back for tokens, and store them."""

    workspace_id: str
    credential_id: str
    code: str
    verifier: str
    redirect_uri: str


class Tried(BaseModel):
    """How it went; never with what the other side said in its own words."""

    ok: bool
    message: str
    checked: Literal["opened", "reached", "signed_in"] = "signed_in"
    """How much was looked at."""
