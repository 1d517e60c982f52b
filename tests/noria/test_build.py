import json
from pathlib import Path
from typing import Any

import pytest

from activities.http_request import HttpRequestConfig, JsonBody, http_request
from noria.build import BuiltNode, GraphBuilder, Ref, draft, env, expr, run, trigger, variables
from noria.catalog import load_catalog
from noria.compile import compile_graph
from noria.control.branch import BranchCase, BranchConfig, branch
from noria.control.delay import DelayConfig, delay
from noria.control.end import EndConfig, end
from noria.control.set import SetConfig, set_values
from noria.control.start import StartConfig, start
from noria.control.wait_until import WaitUntilConfig, wait_until
from noria.errors import Invalid
from noria.model import Graph, Policy, PortName, Position, RetryPolicy
from tests.noria.graphs import CallConfig, call

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "order-triage" / "workflow.json"


def order_triage(shop: str, input_schema: dict[str, Any]) -> Graph:
    """The example that ships with Noria, in code."""
    graph = GraphBuilder()
    policy = Policy(
        timeout_s=10,
        retry=RetryPolicy(max_attempts=20, initial_interval_s=0.5, max_interval_s=5),
    )

    def ask(node_id: str, name: str, x: float, y: float, config: HttpRequestConfig) -> BuiltNode:
        return graph.add(
            node_id, http_request, config, name=name, policy=policy, position=Position(x=x, y=y)
        )

    def post(path: str, **value: Any) -> HttpRequestConfig:
        return HttpRequestConfig(
            method="POST",
            url=f"{shop}/{path}/{expr(trigger.order_id)}",
            body=JsonBody(kind="json", value=value),
        )

    begin = graph.add(
        "start",
        start,
        StartConfig(input_schema=input_schema),
        name="New order",
        position=at(0, 120),
    )
    url = f"{shop}/orders/{expr(trigger.order_id)}"
    fetch = ask("fetch", "Fetch order", 280, 120, HttpRequestConfig(method="GET", url=url))
    order = fetch.output.body
    risky = graph.add(
        "risky",
        branch,
        BranchConfig(
            cases=[BranchCase(port=PortName("high"), when=f"{order.risk} >= 70")],
            default=PortName("low"),
        ),
        name="Risky?",
        position=at(560, 120),
    )
    review = ask(
        "review",
        "Ask for a review",
        840,
        20,
        post("reviews", risk=expr(order.risk), customer=expr(order.customer)),
    )
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
        position=at(840, 220),
    )
    sku, quantity = expr(basket.output.sku), expr(basket.output.quantity)
    reserve = ask(
        "reserve", "Reserve stock", 1120, 120, post("reservations", sku=sku, quantity=quantity)
    )
    charge = ask(
        "charge",
        "Charge",
        1400,
        120,
        post("charges", amount=expr(basket.output.amount), currency=expr(order.currency)),
    )
    settle = graph.add(
        "settle", delay, DelayConfig(seconds=2), name="Let it settle", position=at(1680, 120)
    )
    ship = ask(
        "ship",
        "Write shipment",
        1960,
        120,
        post(
            "shipments",
            reservation=expr(reserve.output.body.reference),
            charge=expr(charge.output.body.reference),
            note=expr(basket.output.note),
        ),
    )
    output = {
        "order_id": expr(trigger.order_id),
        "shipment": expr(ship.output.body.reference),
        "reviewed": expr(f"{review.output}?.body.reference ?? null"),
    }
    done = graph.add("end", end, EndConfig(output=output), name="Shipped", position=at(2240, 120))

    graph.chain(begin, fetch, risky)
    graph.edge(fetch, basket)
    graph.edge(risky.port("high"), review)
    graph.edge(risky.port("low"), reserve)
    graph.edge(review, reserve)
    graph.chain(basket, reserve, charge, settle, ship, done)
    return graph.build()


def at(x: float, y: float) -> Position:
    return Position(x=x, y=y)


def test_the_example_in_code_gives_the_json_that_was_drawn() -> None:
    drawn = Graph.model_validate(json.loads(EXAMPLE.read_text())["graph"])
    schema: Any = drawn.nodes[0].config["input_schema"]

    built = order_triage("http://127.0.0.1:8410", schema)

    key = json.dumps
    assert built.to_json()["nodes"] == drawn.to_json()["nodes"]
    assert sorted(built.to_json()["edges"], key=key) == sorted(drawn.to_json()["edges"], key=key)
    assert compile_graph(built, load_catalog()).problems == []


def test_built_json_reads_back_as_the_same_graph() -> None:
    built = order_triage("http://shop", {"type": "object"})

    assert Graph.model_validate(json.loads(json.dumps(built.to_json()))) == built


def test_a_draft_may_hold_an_expression_wherever_a_value_is_no_text() -> None:
    graph = GraphBuilder()

    graph.add("pause", delay, draft(DelayConfig, seconds=expr(variables.wait)))

    assert graph.build().nodes[0].config == {"seconds": "{{ vars.wait }}"}


def test_times_become_text() -> None:
    graph = GraphBuilder()
    config = WaitUntilConfig.model_validate({"time": "2026-05-01T09:00:00Z"})

    graph.add("pause", wait_until, config)

    assert graph.build().nodes[0].config == {"time": "2026-05-01T09:00:00Z"}


def test_a_field_that_no_config_has_is_refused() -> None:
    with pytest.raises(TypeError, match="DelayConfig has no field 'secs'"):
        draft(DelayConfig, secs=1)  # pyright: ignore[reportCallIssue] # what is tested


def test_a_wrong_config_is_told_where_it_is_written() -> None:
    with pytest.raises(Invalid, match="node 'pause'") as caught:
        GraphBuilder().add("pause", delay, draft(DelayConfig, seconds=-1))

    assert [problem.field for problem in caught.value.problems] == ["/seconds"]


def test_a_wrong_id_is_told() -> None:
    with pytest.raises(Invalid, match="'Bad Id'"):
        GraphBuilder().add("Bad Id", call, CallConfig())


def test_only_what_was_said_is_in_the_config() -> None:
    graph = GraphBuilder()

    graph.add("a", call, CallConfig(url="x"))
    graph.add("b", call, CallConfig())

    assert graph.build().to_json()["nodes"] == [
        {"id": "a", "type": "test.call", "config": {"url": "x"}},
        {"id": "b", "type": "test.call"},
    ]


def test_places_that_expressions_read_are_written_as_javascript() -> None:
    node = GraphBuilder().add("a", call, CallConfig())

    assert str(node.output.body["first name"][0].x) == 'steps.a.output.body["first name"][0].x'
    assert f"{node.status} {node.error.message}" == "steps.a.status steps.a.error.message"
    assert expr(env.HOST) == "{{ env.HOST }}"
    assert [str(ref) for ref in (run.id, trigger, variables.x)] == ["run.id", "trigger", "vars.x"]


def test_a_place_is_no_other_pythons_object() -> None:
    assert not hasattr(Ref("x"), "__len__")


def test_a_chain_goes_on_from_ports() -> None:
    graph = GraphBuilder()
    a, b, c = (graph.add(node_id, call, CallConfig()) for node_id in "abc")

    graph.chain(a, b.port("yes"), c)
    graph.edge(a.on_error, c)

    assert graph.build().to_json()["edges"] == [
        {"from": "a", "to": "b"},
        {"from": "b", "to": "c", "port": "yes"},
        {"from": "a", "to": "c", "port": "error"},
    ]
