"""Monthly subscription: a run that lives for a year, charges every month, and can be cancelled.

Each month it waits thirty days for the event `subscription-<number>:cancelled`. When none comes it
charges; when it comes it leaves the loop. Meanwhile it occupies no worker.

Run: python examples/monthly-subscription/workflow.py > examples/monthly-subscription/workflow.json
"""

import json
from typing import Any

from activities.http_request import HttpRequestConfig, JsonBody, http_request
from noria.build import GraphBuilder, draft, expr, trigger
from noria.control.break_ import BreakConfig, break_loop
from noria.control.end import EndConfig, end
from noria.control.start import StartConfig, start
from noria.control.until import UntilConfig, until_loop
from noria.control.wait_event import WaitEventConfig, wait_event
from noria.model import Graph, Policy, Position, RetryPolicy

SHOP = "http://127.0.0.1:8410"
MONTH_S = 30 * 86_400
# The shop is a bad neighbour: ask often, and soon.
PATIENT = Policy(
    timeout_s=10, retry=RetryPolicy(max_attempts=20, initial_interval_s=0.5, max_interval_s=5)
)
INPUT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["subscription_id", "amount"],
    "additionalProperties": False,
    "properties": {
        "subscription_id": {
            "type": "integer", "title": "Subscription number", "minimum": 1, "examples": [4711],
        },
        "amount": {"type": "number", "title": "Euros a month", "minimum": 0, "examples": [19]},
        "month_s": {
            "type": "number", "title": "Seconds in a month", "exclusiveMinimum": 0,
            "description": f"{MONTH_S} unless set; a few seconds to see it work.", "examples": [5],
        },
    },
}  # fmt: skip


def monthly_subscription() -> Graph:
    """Twelve times: wait a month, charge; or stop when it is cancelled."""
    graph = GraphBuilder()
    begin = graph.add(
        "start",
        start,
        StartConfig(input_schema=INPUT_SCHEMA),
        name="Subscribe",
        position=Position(y=120),
    )
    year = graph.add(
        "year",
        until_loop,
        draft(
            UntilConfig,
            condition="loop.index >= 11",
            initial={"months": 0, "paid": 0},
            next={
                "months": expr("loop.prev.months + 1"),
                "paid": expr(f"loop.prev.paid + {trigger.amount}"),
            },
            max_iterations=12,
        ),
        name="Twelve months",
        position=Position(x=280),
    )
    month = graph.add(
        "month",
        wait_event,
        draft(
            WaitEventConfig,
            key=f"subscription-{expr(trigger.subscription_id)}:cancelled",
            timeout_s=expr(f"{trigger.month_s} ?? {MONTH_S}"),
        ),
        name="A month, or cancelled",
        parent=year,
        position=Position(x=40, y=60),
    )
    charge = graph.add(
        "charge",
        http_request,
        HttpRequestConfig(
            method="POST",
            url=f"{SHOP}/charges/{expr(trigger.subscription_id)}",
            body=JsonBody(
                kind="json",
                value={"amount": expr(trigger.amount), "month": expr("index + 1")},
            ),
        ),
        name="Charge",
        policy=PATIENT,
        parent=year,
        position=Position(x=320, y=60),
    )
    cancelled = graph.add(
        "cancelled",
        break_loop,
        BreakConfig(),
        name="Cancelled",
        parent=year,
        position=Position(x=320, y=180),
    )
    over = graph.add(
        "end",
        end,
        EndConfig(output=expr(year.output)),
        name="Over",
        position=Position(x=980, y=120),
    )
    graph.chain(begin, year, over)
    graph.chain(month.port("timeout"), charge)
    graph.chain(month, cancelled)
    return graph.build()


if __name__ == "__main__":
    document = {"name": "Monthly subscription", "graph": monthly_subscription().to_json()}
    print(json.dumps(document, indent=2))
