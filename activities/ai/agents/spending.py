"""What an agent's tools spend that their outputs do not say, as the ledger knows it."""

from collections.abc import Mapping, Sequence

from noria.ai.agent_config import AgentTool
from noria.ai.ledger import Spenders
from noria.context import NodeContext


async def by_nodes(tools: Sequence[AgentTool], context: NodeContext) -> float | None:
    """US dollars, from the agent's beginning on and with runs that nobody waits for; None: not known."""
    node_ids = [node_id for tool in tools for node_id in tool.spenders]
    if not node_ids:
        return 0.0
    # The step that thinks is in the agent's loop, and the agent may be in others.
    around = context.iteration.rpartition("/")[0]
    return await context.ledger.spent(
        Spenders(
            workspace_id=context.workspace_id,
            run_id=context.run_id,
            node_ids=node_ids,
            iteration=around,
        )
    )


def since(counted: Mapping[str, float], now: float | None, run_id: str) -> float | None:
    """What is new of it. A run that takes over from another begins anew."""
    return None if now is None else now - counted.get(run_id, 0.0)
