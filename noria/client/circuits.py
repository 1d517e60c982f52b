"""The API from Python: destinations that steps leave alone for now. A part of `Client`."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

from noria.client.http import Connection
from noria.client.records import Answer, Page


class Circuit(Answer):
    """An open one."""

    destination: str
    credential: str
    """Empty when none is used."""
    reason: str
    """How the last call failed."""
    opened_at: datetime


class Closed(Answer):
    """How many were closed."""

    count: int


class CircuitCalls:
    """What `Client` can do with circuits."""

    _connection: Connection

    def list_circuits(self) -> Iterator[Circuit]:
        """Those that are open, the newest first."""
        return self._connection.pages("circuits", {}, Page[Circuit])

    def close_circuits(self, destination: str, credential: str | None = None) -> int:
        """Let steps call it again at once; without a credential, with any. Returns how many closed."""
        params = {} if credential is None else {"credential": credential}
        path = f"circuits/{quote(destination, safe='')}/close"
        return self._connection.ask("POST", path, Closed, params=params).count
