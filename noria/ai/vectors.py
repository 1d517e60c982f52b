"""Vectors of texts that were embedded before: the same text is paid for once. Kept by the worker."""

from collections.abc import Mapping, Sequence
from typing import Protocol

Vector = Sequence[float]


class VectorCache(Protocol):
    """Of one workspace's texts each, by model and by the hash of the text.

    It may forget, and it may be away: then a text is embedded again.
    """

    async def find(
        self, workspace_id: str, model: str, hashes: Sequence[str]
    ) -> Mapping[str, Vector]:
        """Those that are known."""
        ...

    async def keep(self, workspace_id: str, model: str, vectors: Mapping[str, Vector]) -> None:
        """By the hash of their text."""
        ...
