"""A node type of the benchmarks' own: the same small activity as the baseline's."""

from pydantic import BaseModel

from noria.context import NodeContext
from noria.node_type import node


class EchoConfig(BaseModel):
    value: int


@node("bench.echo", title="Echo", category="Benchmarks", icon="repeat")
async def echo(config: EchoConfig, context: NodeContext) -> int:
    """Add one."""
    return config.value + 1
