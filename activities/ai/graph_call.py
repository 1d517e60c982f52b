"""Runs one node of a graph that a package brings."""

from typing import Any

from noria.ai.graphs import CALL, CallConfig
from noria.ai.names import AI_QUEUE
from noria.context import NodeContext
from noria.errors import NodeError, NodeUnavailable
from noria.node_type import node


@node(CALL, title="Graph node", category="AI", icon="play", internal=True, queue=AI_QUEUE)
async def graph_call(config: CallConfig, context: NodeContext) -> Any:
    """Run one node of the graph, and give what it returns. It may run twice when its worker dies."""
    from activities.ai.graphs import brought, checkpoint

    given = checkpoint.from_json(config.given)
    try:
        returned = await brought.run_node(config.graph, config.node, given, context)
    except NodeError:
        raise
    # The node is somebody else's code: Temporal tries it again, as its policy says.
    except Exception as error:
        raise NodeUnavailable(
            f"The node {config.node!r} of {config.graph.type!r} failed: "
            f"{type(error).__name__}: {error}"
        ) from error
    return checkpoint.to_json(returned)
