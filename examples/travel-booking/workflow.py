"""Travel booking, a saga: flight, hotel and car are booked, all of them or none.

Each booking names its cancellation (`undo`). When one of them fails for good, or the run is cancelled,
what was booked before is cancelled, the last first. Trips whose number ends in 7 find no car.

Run: python examples/travel-booking/workflow.py > examples/travel-booking/workflow.json
"""

import json
from typing import Any

from activities.http_request import HttpRequestConfig, JsonBody, http_request
from noria.build import BuiltNode, GraphBuilder, expr, trigger
from noria.control.end import EndConfig, end
from noria.control.start import StartConfig, start
from noria.model import Graph, Policy, Position, RetryPolicy

SHOP = "http://127.0.0.1:8410"
PARTS = ("flight", "hotel", "car")
# The shop is a bad neighbour: ask often, and soon.
PATIENCE = RetryPolicy(max_attempts=20, initial_interval_s=0.5, max_interval_s=5)
POLICY = Policy(timeout_s=10, retry=PATIENCE)
INPUT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["trip_id", "days"],
    "additionalProperties": False,
    "properties": {
        "trip_id": {"type": "integer", "title": "Trip number", "minimum": 1, "examples": [4711]},
        "days": {"type": "integer", "title": "Days", "minimum": 1, "examples": [4]},
    },
}


def at(column: int, row: int = 0) -> Position:
    return Position(x=280 * column, y=120 + 160 * row)


def post(kind: str, **body: Any) -> HttpRequestConfig:
    """Ask for an effect; the idempotency key goes along by itself."""
    url = f"{SHOP}/{kind}s/{expr(trigger.trip_id)}"
    return HttpRequestConfig(method="POST", url=url, body=JsonBody(kind="json", value=body))


def _book(graph: GraphBuilder, part: str, column: int) -> BuiltNode:
    """One part, and below it what cancels it: a node that no edge leads to."""
    cancel = graph.add(
        f"cancel_{part}",
        http_request,
        post("cancellation", what=expr(f"steps.{part}.output.body.reference")),
        name=f"Cancel the {part}",
        policy=POLICY,
        position=at(column, 1),
    )
    return graph.add(
        part,
        http_request,
        post(part, days=expr(trigger.days)),
        name=f"Book the {part}",
        policy=POLICY,
        position=at(column),
        undo=cancel,
    )


def travel_booking() -> Graph:
    """Book one after the other."""
    graph = GraphBuilder()
    begin = graph.add(
        "start", start, StartConfig(input_schema=INPUT_SCHEMA), name="Trip", position=at(0)
    )
    booked = [_book(graph, part, number + 1) for number, part in enumerate(PARTS)]
    done = graph.add(
        "end",
        end,
        EndConfig(output={part.id: expr(part.output.body.reference) for part in booked}),
        name="Booked",
        position=at(4),
    )
    graph.chain(begin, *booked, done)
    return graph.build()


if __name__ == "__main__":
    document = {"name": "Travel booking", "graph": travel_booking().to_json()}
    print(json.dumps(document, indent=2))
