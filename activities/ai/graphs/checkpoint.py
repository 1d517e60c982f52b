"""The state of a LangGraph graph as text, which travels with the run.

LangGraph saves its state with a *checkpointer*. This one keeps the newest state only, and gives it
out: between two steps of the graph it is in the run's history (or in a blob), and nowhere else.
"""

from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Sequence
from typing import Any, cast

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    WRITES_IDX_MAP,
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
)
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from pydantic import JsonValue

from noria.errors import NodeFailed

PACKED = "$langgraph"
SERDE = JsonPlusSerializer(allowed_msgpack_modules=None)
"""Plain values, LangChain's messages and LangGraph's own types only. Anything else that a state holds
comes back as plain values: to revive any type would let whoever edits a run's values import code."""


class Keeper(BaseCheckpointSaver[int]):
    """Implements LangGraph's checkpointer for one run of one graph."""

    def __init__(self, packed: str | None = None) -> None:
        super().__init__(serde=SERDE)
        kept: dict[str, Any] = unpack(packed) if packed else {}
        self._checkpoint: Checkpoint | None = kept.get("checkpoint")
        self._metadata: CheckpointMetadata = kept.get("metadata", {})
        self._writes: dict[tuple[str, int], tuple[str, str, Any]] = {
            (task, at): (task, channel, value)
            for task, at, channel, value in kept.get("writes", ())
        }

    def packed(self) -> str:
        """What the constructor takes."""
        writes = [
            (task, at, channel, value)
            for (task, at), (_, channel, value) in sorted(self._writes.items())
        ]
        kept = {"checkpoint": self._checkpoint, "metadata": self._metadata, "writes": writes}
        return pack(kept)

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        if self._checkpoint is None:
            return None
        return CheckpointTuple(
            config=_with_id(config, self._checkpoint["id"]),
            checkpoint=self._checkpoint,
            metadata=self._metadata,
            pending_writes=list(self._writes.values()),
        )

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        if self._checkpoint is None or self._checkpoint["id"] != checkpoint["id"]:
            self._writes.clear()
        self._checkpoint, self._metadata = checkpoint, metadata
        return _with_id(config, checkpoint["id"])

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        for at, (channel, value) in enumerate(writes):
            self._writes[task_id, WRITES_IDX_MAP.get(channel, at)] = (task_id, channel, value)

    async def alist(
        self, config: RunnableConfig | None, **_: Any
    ) -> AsyncIterator[CheckpointTuple]:
        found = await self.aget_tuple(config) if config else None
        if found:
            yield found


def pack(value: Any) -> str:
    kind, data = SERDE.dumps_typed(value)
    return f"{kind}:{b64encode(data).decode()}"


def unpack(packed: str) -> Any:
    """
    Raises:
        NodeFailed: It is not what `pack` gave.
    """
    kind, _, data = packed.partition(":")
    try:
        return SERDE.loads_typed((kind, b64decode(data, validate=True)))
    except (ValueError, NotImplementedError) as error:
        raise NodeFailed(f"The graph's state can't be read: {error}") from error


def to_json(value: Any) -> JsonValue:
    """As it is where JSON holds all of it, so that people can read it; else packed."""
    return value if _is_plain(value) else {PACKED: pack(value)}


def from_json(value: JsonValue) -> Any:
    """What `to_json` was given."""
    packed = value.get(PACKED) if isinstance(value, dict) and len(value) == 1 else None
    return unpack(packed) if isinstance(packed, str) else value


def _is_plain(value: Any) -> bool:
    if type(value) is dict:
        inner = cast("dict[Any, Any]", value)
        named = all(type(key) is str for key in inner) and PACKED not in inner
        return named and all(map(_is_plain, inner.values()))
    if type(value) is list:
        return all(map(_is_plain, cast("list[Any]", value)))
    return value is None or type(value) in (str, bool, int, float)


def _with_id(config: RunnableConfig, checkpoint_id: str) -> RunnableConfig:
    configurable = config.get("configurable", {})
    return {
        "configurable": {
            "thread_id": configurable.get("thread_id"),
            "checkpoint_ns": configurable.get("checkpoint_ns", ""),
            "checkpoint_id": checkpoint_id,
        }
    }
