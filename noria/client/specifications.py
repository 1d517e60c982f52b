"""The API from Python: descriptions of other APIs. A part of `Client`."""

from typing import Any

from noria.client.http import Connection
from noria.openapi.cutting import ChosenOperation
from noria.openapi.operations import Operations


class SpecificationCalls:
    """Reads OpenAPI documents, as text (JSON or YAML) or from a URL that a worker fetches."""

    _connection: Connection

    def read_operations(self, *, text: str | None = None, url: str | None = None) -> Operations:
        """What an API can do."""
        body = {"text": text, "url": url}
        return self._connection.ask("POST", "openapi/operations", Operations, json=body)

    def read_operation(
        self, operation: str, *, text: str | None = None, url: str | None = None
    ) -> ChosenOperation:
        """One operation: `OpenapiConfig(**chosen.model_dump(), parameters={"id": 7})` is a step's config."""
        body: dict[str, Any] = {"text": text, "url": url, "operation": operation}
        return self._connection.ask("POST", "openapi/operation", ChosenOperation, json=body)
