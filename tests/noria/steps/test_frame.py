"""Frames: the same node has a step of its own in each iteration."""

from noria.model import NodeId, PortName
from noria.run import StepState, StepStatus, step_key
from noria.steps.frame import Frame, Place
from noria.steps.ready import levels_of
from tests.workflows.plans import plan, step

PLAN = plan(
    step("start", "start"),
    step("rate", "set", "start"),
    step("each", "loop", "rate"),
    step("price", "set", reads={"rate": ["output"]}, parent="each"),
    step("pay", "set", "price", reads={"price": ["output"]}, parent="each"),
    step("end", "end", "each", ports=()),
)
LEVELS = levels_of(PLAN)


def done(output: str) -> StepState:
    return StepState(status=StepStatus.SUCCEEDED, port=PortName("out"), output=output)


def keys(places: tuple[Place, ...]) -> list[str]:
    return [place.key for place in places]


def top_at_loop() -> tuple[Frame, Place]:
    top = Frame(LEVELS[None])
    (start,) = top.begin()
    (rate,), _ = top.end(start.step.id, done("started"))
    (each,), _ = top.end(rate.step.id, done("7 %"))
    return top, each


def test_a_body_is_begun_by_the_steps_without_incoming_edges() -> None:
    _, each = top_at_loop()
    frame = Frame(LEVELS[NodeId("each")], "3", each)

    assert keys(frame.begin()) == ["price[3]"]
    assert frame.open == 1


def test_an_iteration_sees_its_own_steps_and_those_around_it_only() -> None:
    _, each = top_at_loop()
    one, two = (Frame(LEVELS[NodeId("each")], iteration, each) for iteration in ("0", "1"))
    (price,) = one.begin()
    one.end(price.step.id, done("9.99"))

    assert one.visible[NodeId("price")].output == "9.99"
    assert one.visible[NodeId("rate")].output == "7 %"
    assert NodeId("price") not in two.visible


def test_a_frame_is_over_when_nothing_is_open() -> None:
    _, each = top_at_loop()
    frame = Frame(LEVELS[NodeId("each")], "0", each)
    (price,) = frame.begin()
    (pay,), _ = frame.end(price.step.id, done("9.99"))
    frame.end(pay.step.id, done("paid"))

    assert frame.open == 0


def test_a_new_history_takes_up_an_iteration_where_it_was() -> None:
    _, each = top_at_loop()
    frame = Frame(LEVELS[NodeId("each")], "0", each)
    frame.states[NodeId("price")] = done("9.99")

    assert keys(frame.begin()) == ["pay[0]"]


def test_what_a_body_reads_is_kept_while_its_container_runs() -> None:
    top, each = top_at_loop()
    while_it_runs = {place.key: is_read for place, _, is_read in top.ended()}
    top.end(each.step.id, done("gathered"))
    afterwards = {place.key: is_read for place, _, is_read in top.ended()}

    assert while_it_runs == {"start": False, "rate": True}
    assert afterwards == {"start": False, "rate": False, "each": False}


def test_steps_are_named_by_node_and_iteration() -> None:
    assert step_key(NodeId("pay"), "") == "pay"
    assert step_key(NodeId("pay"), "3/0") == "pay[3/0]"
