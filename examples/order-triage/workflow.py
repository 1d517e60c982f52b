"""The order-triage graph, written in code: gives the same JSON as `workflow.json` beside it.

Run: python examples/order-triage/workflow.py > examples/order-triage/workflow.json
"""

import json
from typing import Any

from activities.http_request import HttpRequestConfig, JsonBody, http_request
from noria.build import BuiltNode, GraphBuilder, expr, trigger
from noria.control.branch import BranchCase, BranchConfig, branch
from noria.control.delay import DelayConfig, delay
from noria.control.end import EndConfig, end
from noria.control.set import SetConfig, set_values
from noria.control.start import StartConfig, start
from noria.model import Graph, Policy, PortName, Position, RetryPolicy

SHOP = "http://127.0.0.1:8410"
REVIEW_FROM = 70
"""Risk, 0 to 100, from which a person at the shop looks at the order."""
# The shop is a bad neighbour: ask often, and soon.
PATIENT = Policy(
    timeout_s=10, retry=RetryPolicy(max_attempts=20, initial_interval_s=0.5, max_interval_s=5)
)
INPUT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["order_id"],
    "additionalProperties": False,
    "properties": {
        "order_id": {
            "type": "integer",
            "title": "Order number",
            "minimum": 1,
            "maximum": 1_000_000_000,
            "examples": [4711],
        }
    },
}


def at(column: int, row: int = 0) -> Position:
    return Position(x=280 * column, y=120 + 100 * row)


class Shop:
    """Adds calls to the shop to a graph."""

    def __init__(self, graph: GraphBuilder) -> None:
        self._graph = graph

    def post(
        self, node_id: str, name: str, path: str, position: Position, **body: Any
    ) -> BuiltNode:
        """Ask for an effect; the idempotency key goes along by itself."""
        config = HttpRequestConfig(
            method="POST",
            url=f"{SHOP}/{path}/{expr(trigger.order_id)}",
            body=JsonBody(kind="json", value=body),
        )
        return self._graph.add(
            node_id, http_request, config, name=name, policy=PATIENT, position=position
        )


def order_triage() -> Graph:
    """Fetch an order, look at its risk, reserve, charge, wait a little, ship."""
    graph = GraphBuilder()
    shop = Shop(graph)
    begin = graph.add(
        "start", start, StartConfig(input_schema=INPUT_SCHEMA), name="New order", position=at(0)
    )
    fetch = graph.add(
        "fetch",
        http_request,
        HttpRequestConfig(method="GET", url=f"{SHOP}/orders/{expr(trigger.order_id)}"),
        name="Fetch order",
        policy=PATIENT,
        position=at(1),
    )
    order = fetch.output.body
    high = BranchCase(port=PortName("high"), when=f"{order.risk} >= {REVIEW_FROM}")
    risky = graph.add(
        "risky",
        branch,
        BranchConfig(cases=[high], default=PortName("low")),
        name="Risky?",
        position=at(2),
    )
    review = shop.post(
        "review", "Ask for a review", "reviews", at(3, -1),
        risk=expr(order.risk), customer=expr(order.customer),
    )  # fmt: skip
    basket = graph.add(
        "basket",
        set_values,
        SetConfig(
            values={
                "sku": expr(order.sku),
                "quantity": expr(order.quantity),
                "amount": expr(order.total),
                "note": f"{expr(order.quantity)} x {expr(order.sku)} for {expr(order.customer)}",
            }
        ),
        name="Sum up",
        position=at(3, 1),
    )
    reserve = shop.post(
        "reserve", "Reserve stock", "reservations", at(4),
        sku=expr(basket.output.sku), quantity=expr(basket.output.quantity),
    )  # fmt: skip
    charge = shop.post(
        "charge", "Charge", "charges", at(5),
        amount=expr(basket.output.amount), currency=expr(order.currency),
    )  # fmt: skip
    settle = graph.add(
        "settle", delay, DelayConfig(seconds=2), name="Let it settle", position=at(6)
    )
    ship = shop.post(
        "ship", "Write shipment", "shipments", at(7),
        reservation=expr(reserve.output.body.reference),
        charge=expr(charge.output.body.reference),
        note=expr(basket.output.note),
    )  # fmt: skip
    done = graph.add(
        "end",
        end,
        EndConfig(
            output={
                "order_id": expr(trigger.order_id),
                "shipment": expr(ship.output.body.reference),
                "reviewed": expr("steps.review.output?.body.reference ?? null"),
            }
        ),
        name="Shipped",
        position=at(8),
    )
    graph.chain(begin, fetch, risky)
    graph.chain(fetch, basket)
    graph.chain(risky.port("high"), review, reserve)
    graph.chain(risky.port("low"), reserve)
    graph.chain(basket, reserve, charge, settle, ship, done)
    return graph.build()


if __name__ == "__main__":
    document = {"name": "Order triage", "graph": order_triage().to_json()}
    print(json.dumps(document, indent=2))
