import pytest

from noria.build import GraphBuilder, Ref, draft, env, expr, item, loop, run, trigger, variables
from noria.control.delay import DelayConfig, delay
from noria.control.for_each import ForEachConfig, for_each
from noria.control.start import StartConfig, start
from noria.control.wait_until import WaitUntilConfig, wait_until
from noria.errors import Invalid
from noria.model import Graph, Position
from tests.noria.graphs import CallConfig, call


def test_built_json_reads_back_as_the_same_graph() -> None:
    graph = GraphBuilder()
    begin = graph.add("begin", start, StartConfig(), position=Position(x=1, y=2))
    pause = graph.add("pause", delay, DelayConfig(seconds=2), name="Pause")
    graph.chain(begin, pause)
    built = graph.build()

    assert Graph.model_validate(built.to_json()) == built


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


def test_a_loop_has_its_body_by_parent() -> None:
    graph = GraphBuilder()
    begin = graph.add("begin", start, StartConfig())
    each = graph.add("each", for_each, draft(ForEachConfig, items=expr(trigger.orders)))
    graph.add("ship", call, CallConfig(url=f"{expr(item.id)}/{expr(loop.outer.key)}"), parent=each)
    graph.chain(begin, each)

    ship = graph.build().nodes[-1]

    assert (ship.parent, ship.config["url"]) == ("each", "{{ item.id }}/{{ loop.outer.key }}")
