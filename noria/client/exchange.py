"""The API from Python: import and export of workflows. A part of `Client`."""

from collections.abc import Sequence
from typing import Literal

from noria.client.http import Connection
from noria.client.records import Answer
from noria.errors import Problem


class Imported(Answer):
    """A workflow that came, or would come."""

    name: str
    action: Literal["create", "replace"]
    workflow_id: str | None = None
    nodes: int
    problems: list[Problem] = []
    credentials: list[str] = []
    """Names that it asks for."""
    missing_credentials: list[str] = []
    """Those of them that are not here."""
    missing_workflows: list[str] = []
    """Names of sub-workflows that are nowhere."""


class ImportDone(Answer):
    """What an import did, or would do."""

    workflows: list[Imported]


class ExchangeCalls:
    """What `Client` can do with documents of workflows."""

    _connection: Connection

    def export_workflows(
        self,
        workflow_ids: Sequence[str],
        *,
        form: Literal["json", "yaml"] = "yaml",
        called: bool = False,
    ) -> str:
        """One document, without secrets; with `called` also the workflows that these run."""
        params = {"workflow_id": list(workflow_ids), "format": form, "called": called}
        return self._connection.send("GET", "export", params=params).text

    def import_workflows(
        self, text: str, *, replace: bool = False, dry_run: bool = False
    ) -> list[Imported]:
        """Bring them in as drafts; with `dry_run` only say what would come."""
        body = {
            "text": text,
            "dry_run": dry_run,
            "same_name": "replace" if replace else "add",
        }
        return self._connection.ask("POST", "import", ImportDone, json=body).workflows
