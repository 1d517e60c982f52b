"""Purchase approval: a person answers in two days, or the question goes to the next one.

Small purchases need nobody. The manager is reminded every day; when two days have passed the
director is asked instead, and when nobody answers there either, the run fails and says so.

Run: python examples/purchase-approval/workflow.py > examples/purchase-approval/workflow.json
"""

import json
from typing import Any

from activities.http_request import HttpRequestConfig, JsonBody, http_request
from noria.build import BuiltNode, GraphBuilder, draft, expr, trigger
from noria.control.approval import ApprovalConfig, approval
from noria.control.branch import BranchCase, BranchConfig, branch
from noria.control.end import EndConfig, end
from noria.control.fail import FailConfig, fail
from noria.control.start import StartConfig, start
from noria.model import Graph, Policy, PortName, Position, RetryPolicy

SHOP = "http://127.0.0.1:8410"
FREE_UP_TO = 100
"""Euros that may be spent without asking."""
DAY_S = 86_400
# The shop is a bad neighbour: ask often, and soon.
PATIENT = Policy(
    timeout_s=10, retry=RetryPolicy(max_attempts=20, initial_interval_s=0.5, max_interval_s=5)
)
INPUT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["purchase_id", "what", "amount", "manager", "director"],
    "additionalProperties": False,
    "properties": {
        "purchase_id": {
            "type": "integer", "title": "Purchase number", "minimum": 1, "examples": [4711],
        },
        "what": {"type": "string", "title": "What", "examples": ["A millstone"]},
        "amount": {"type": "number", "title": "Euros", "minimum": 0, "examples": [850]},
        "manager": {"type": "string", "format": "email", "examples": ["owner@noria.example"]},
        "director": {"type": "string", "format": "email", "examples": ["owner@noria.example"]},
    },
}  # fmt: skip
FORM: dict[str, Any] = {
    "type": "object",
    "required": ["cost_center"],
    "properties": {"cost_center": {"type": "string", "title": "Cost center", "minLength": 1}},
}


def at(column: int, row: int = 0) -> Position:
    return Position(x=280 * column, y=220 + 110 * row)


def ask(graph: GraphBuilder, node_id: str, name: str, whom: Any, position: Position) -> BuiltNode:
    config = draft(
        ApprovalConfig,
        title=f"Buy {expr(trigger.what)} for {expr(trigger.amount)} EUR?",
        assignees=expr(whom),
        form=FORM,
        timeout_s=2 * DAY_S,
        remind_every_s=DAY_S,
    )
    return graph.add(node_id, approval, config, name=name, position=position)


def purchase_approval() -> Graph:
    """Ask the manager, then the director; buy, refuse, or give up."""
    graph = GraphBuilder()
    begin = graph.add(
        "start", start, StartConfig(input_schema=INPUT_SCHEMA), name="Purchase", position=at(0)
    )
    small = BranchCase(port=PortName("small"), when=f"{trigger.amount} <= {FREE_UP_TO}")
    size = graph.add(
        "size",
        branch,
        BranchConfig(cases=[small], default=PortName("large")),
        name="How much?",
        position=at(1),
    )
    manager = ask(graph, "ask_manager", "Ask the manager", trigger.manager, at(2))
    director = ask(graph, "ask_director", "Ask the director", trigger.director, at(3, 1))
    center = (
        f"{manager.output}?.data?.cost_center ?? {director.output}?.data?.cost_center ?? 'petty'"
    )
    buy = graph.add(
        "buy",
        http_request,
        HttpRequestConfig(
            method="POST",
            url=f"{SHOP}/purchases/{expr(trigger.purchase_id)}",
            body=JsonBody(
                kind="json",
                value={"amount": expr(trigger.amount), "cost_center": expr(center)},
            ),
        ),
        name="Buy",
        policy=PATIENT,
        position=at(4, -1),
    )
    bought = graph.add(
        "bought",
        end,
        EndConfig(output={"bought": True, "reference": expr(buy.output.body.reference)}),
        name="Bought",
        position=at(5, -1),
    )
    refused = graph.add(
        "refused",
        end,
        EndConfig(output={"bought": False, "comment": expr(_comment(manager, director))}),
        name="Refused",
        position=at(5),
    )
    silent = graph.add(
        "silent",
        fail,
        FailConfig(
            message=f"Neither {expr(trigger.manager)} nor {expr(trigger.director)} answered."
        ),
        name="Nobody answered",
        position=at(5, 1),
    )
    graph.chain(begin, size)
    graph.chain(size.port("small"), buy, bought)
    graph.chain(size.port("large"), manager)
    for asked in (manager, director):
        graph.chain(asked.port("approved"), buy)
        graph.chain(asked.port("rejected"), refused)
    graph.chain(manager.port("timeout"), director)
    graph.chain(director.port("timeout"), silent)
    return graph.build()


def _comment(manager: BuiltNode, director: BuiltNode) -> str:
    return f"{director.output}?.comment ?? {manager.output}?.comment ?? ''"


if __name__ == "__main__":
    document = {"name": "Purchase approval", "graph": purchase_approval().to_json()}
    print(json.dumps(document, indent=2))
