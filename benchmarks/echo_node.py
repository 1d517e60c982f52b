"""Node types of the benchmarks' own: the same small activity as the baseline's, in both lanes."""

from pydantic import BaseModel

from noria.context import NodeContext
from noria.node_type import node


class EchoConfig(BaseModel):
    value: int


@node("bench.echo", title="Echo", category="Benchmarks", icon="repeat")
async def echo(config: EchoConfig, context: NodeContext) -> int:
    """Add one."""
    return config.value + 1


@node("bench.quick", title="Quick echo", category="Benchmarks", icon="repeat", quick=True)
async def quick_echo(config: EchoConfig, context: NodeContext) -> int:
    """Add one, beside the workflow."""
    return config.value + 1
