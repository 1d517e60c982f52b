"""Loops whose items are runs of their own, in the plan."""

from noria.compile import compile_graph
from noria.plan import Plan
from tests.noria.graphs import CATALOG, START, Document, graph, only_problem, problems, step


def loop(node_id: str = "each", **fields: object) -> Document:
    return step(node_id, "for_each", items="{{ trigger }}", own_runs=True, **fields)


def inside(node_id: str, type_: str = "test.call", **fields: object) -> Document:
    return step(node_id, type_, parent="each", **fields)


def compiled(*nodes: Document, edges: str = "start > each") -> Plan:
    return compile_graph(graph([START, *nodes], edges), CATALOG).require_plan()


def test_a_step_between_the_loop_and_its_body_starts_the_runs() -> None:
    plan = compiled(loop(result="{{ steps.a.output.b + item }}"), inside("a"))
    steps = {str(each.id): each for each in plan.steps}
    each, item = steps["each"], steps["each__item"]

    assert [str(step.id) for step in plan.steps] == ["start", "each", "each__item", "a"]
    assert (item.type, item.parent, steps["a"].parent) == ("for_each.item", "each", "each__item")
    assert item.config == {"result": "{{ steps.a.output.b + item }}"}
    assert [each.source for each in item.inner["result"].expressions] == [item.config["result"]]
    assert item.inner["result"].reads.steps == {"a": (("output", "b"),)}
    assert "result" not in each.config
    assert each.inner["result"].reads.steps == {"each__item": (("output",),)}
    assert each.batching == "never"


def test_without_a_result_the_item_gives_what_its_body_gives() -> None:
    [item] = [each for each in compiled(loop(), inside("a")).steps if each.id == "each__item"]

    assert item.config == {}
    assert item.inner["result"].reads.steps == {"a": (("output",),)}


def test_the_body_reads_what_it_reads_in_any_loop() -> None:
    assert (
        problems(
            graph(
                [
                    START,
                    loop(),
                    inside("a", url="{{ item }}{{ loop.index }}{{ steps.start.output }}"),
                ],
                "start > each",
            )
        )
        == []
    )


def test_a_batch_size_is_refused() -> None:
    problem = only_problem(graph([START, loop(batch_size=5), inside("a")], "start > each"))

    assert (problem.code, problem.node_id, problem.field) == ("bad_config", "each", "/own_runs")
    assert "`batch_size`" in problem.message


def test_a_node_with_the_name_of_that_step_is_refused() -> None:
    problem = only_problem(
        graph([START, loop(), inside("a"), step("each__item")], "start > each > each__item")
    )

    assert (problem.code, problem.node_id) == ("item_step_taken", "each")


def test_an_item_answers_no_webhook() -> None:
    problem = only_problem(graph([START, loop(), inside("a", "respond")], "start > each"))

    assert (problem.code, problem.node_id, problem.severity) == (
        "respond_in_item_run",
        "a",
        "error",
    )


def test_variables_that_an_item_sets_are_warned_of() -> None:
    setter = inside("a", "vars.set", values={"n": 1})
    problem = only_problem(graph([START, loop(concurrency=2), setter], "start > each"))

    assert (problem.code, problem.severity) == ("variables_in_item_run", "warning")
