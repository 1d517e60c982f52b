"""What a step tells the ledger of a call that it is about to make."""

from typing import TypedDict, Unpack

from activities.ai.calls.access import Access
from noria.ai.ledger import CallKind, CallOrder
from noria.ai.names import ModelName
from noria.context import NodeContext


class Terms(TypedDict, total=False):
    """What an order may say of money; as in `CallOrder`."""

    estimate_usd: float
    answer_tokens: int
    answer_usd: float
    cache_s: float
    max_cost_usd: float | None


def order_of(
    context: NodeContext,
    access: Access,
    model: ModelName,
    *,
    kind: CallKind,
    part: str,
    request_hash: str,
    **terms: Unpack[Terms],
) -> CallOrder:
    """`part` tells the calls of one step apart; the same one always stands for the same call."""
    return CallOrder(
        workspace_id=context.workspace_id,
        run_id=context.run_id,
        node_id=context.node_id,
        iteration=context.iteration,
        attempt=context.attempt,
        key=f"{context.idempotency_key}#{part}",
        kind=kind,
        model=str(model),
        credential=access.credential,
        request_hash=request_hash,
        **terms,
    )
