"""Travel booking, a saga: flight, hotel and car are booked, all of them or none.

Each booking that fails for good leads by its error port to the cancellations of what was booked
before it, the last one first; after them the run fails. Trips whose number ends in 7 find no car.

Run: python examples/travel-booking/workflow.py > examples/travel-booking/workflow.json
"""

import json
from typing import Any

from activities.http_request import HttpRequestConfig, JsonBody, http_request
from noria.build import BuiltNode, GraphBuilder, expr, trigger
from noria.control.end import EndConfig, end
from noria.control.fail import FailConfig, fail
from noria.control.start import StartConfig, start
from noria.model import Graph, Policy, Position, RetryPolicy

SHOP = "http://127.0.0.1:8410"
PARTS = ("flight", "hotel", "car")
# The shop is a bad neighbour: ask often, and soon.
PATIENCE = RetryPolicy(max_attempts=20, initial_interval_s=0.5, max_interval_s=5)
BOOKING = Policy(timeout_s=10, retry=PATIENCE, on_error="port")
CANCELLING = Policy(timeout_s=10, retry=PATIENCE)
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


def travel_booking() -> Graph:
    """Book one after the other; undo in the reverse order."""
    graph = GraphBuilder()
    begin = graph.add(
        "start", start, StartConfig(input_schema=INPUT_SCHEMA), name="Trip", position=at(0)
    )
    booked: list[BuiltNode] = []
    for number, part in enumerate(PARTS):
        config = post(part, days=expr(trigger.days))
        name = f"Book the {part}"
        booked.append(
            graph.add(
                part, http_request, config, name=name, policy=BOOKING, position=at(number + 1)
            )
        )
    flight, hotel, car = booked
    done = graph.add(
        "end",
        end,
        EndConfig(output={part.id: expr(part.output.body.reference) for part in booked}),
        name="Booked",
        position=at(4),
    )
    undone = [
        graph.add(
            f"cancel_{part.id}",
            http_request,
            post("cancellation", what=expr(f"{part.output}.body.reference")),
            name=f"Cancel the {part.id}",
            policy=CANCELLING,
            position=at(number + 2, 1),
        )
        for number, part in enumerate((flight, hotel))
    ]
    cancel_flight, cancel_hotel = undone
    missing = graph.add(
        "missing",
        fail,
        FailConfig(message=f"No trip {expr(trigger.trip_id)}: one of its parts is not to be had."),
        name="Not to be had",
        position=at(1, 1),
    )
    graph.chain(begin, flight, hotel, car, done)
    graph.chain(car.on_error, cancel_hotel, cancel_flight, missing)
    graph.chain(hotel.on_error, cancel_flight)
    graph.chain(flight.on_error, missing)
    return graph.build()


if __name__ == "__main__":
    document = {"name": "Travel booking", "graph": travel_booking().to_json()}
    print(json.dumps(document, indent=2))
