"""The node type of random graphs: an activity that fails as its config says, and gives a value.

It comes in as a third party's would: by an entry point, where the worker is a process of its own.
"""

import asyncio
from datetime import timedelta

from pydantic import BaseModel, Field, JsonValue

from noria.context import NodeContext
from noria.errors import NodeFailed, NodeUnavailable
from noria.node_type import node, ui


class WorkConfig(BaseModel):
    value: JsonValue
    ms: int = Field(default=0, ge=0, json_schema_extra=ui(expression="never"))
    """How long it takes, so that parallel steps end in any order."""
    failures: int = Field(default=0, ge=0, json_schema_extra=ui(expression="never"))
    """So many first attempts fail, and may be tried again."""
    broken: bool = Field(default=False, json_schema_extra=ui(expression="never"))
    """Every attempt fails, and none is worth another try."""


@node("test.work", title="Work", category="Tests", icon="hammer")
async def work(config: WorkConfig, context: NodeContext) -> dict[str, JsonValue]:
    """Give the value."""
    await asyncio.sleep(config.ms / 1_000)
    if config.broken:
        raise NodeFailed("It is broken.")
    if context.attempt <= config.failures:
        raise NodeUnavailable(
            f"Attempt {context.attempt} fails.", retry_after=timedelta(milliseconds=10)
        )
    return {"n": config.value}
