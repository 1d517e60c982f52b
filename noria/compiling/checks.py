"""Rules about the graph as a whole: its start, its cycles, what can be reached, joins and policies."""

from collections.abc import Iterator, Sequence

from noria.compiling.bodies import Bodies
from noria.compiling.containers import check_containers
from noria.compiling.index import START, Index, Placed
from noria.compiling.item_runs import check_item_runs
from noria.compiling.order import find_reachable
from noria.credential_uses import check_credential_types
from noria.errors import Problem
from noria.input_schema import check_schema
from noria.model import DEFAULT_QUEUE, ERROR, MAX_QUICK_S, Policy

_SHOWN_NODES = 20


def check_graph(index: Index, bodies: Bodies, cycles: Sequence[Sequence[int]]) -> Iterator[Problem]:
    """In the order in which people would mend them."""
    yield from _check_starts(index)
    for cycle in cycles:
        yield _cycle(index, cycle)
    yield from check_containers(index)
    yield from check_item_runs(index)
    yield from _check_reach(index, bodies)
    for number, placed in enumerate(index.placed):
        yield from _check_join(index, number, placed)
        yield from _check_policy(placed)
        yield from _check_error_port(index, number, placed)
        if placed.node_type is not None:
            yield from check_credential_types(placed.node, placed.node_type)


def _check_starts(index: Index) -> Iterator[Problem]:
    starts = [index.placed[number] for number in index.starts]
    if not starts:
        yield Problem(
            code="no_start", message="The graph has no start node: add one and draw from it."
        )
    for placed in starts[1:]:
        yield Problem(
            code="several_starts",
            message=f"Node {placed.id!r} is a second start node, after {starts[0].id!r}: keep one.",
            node_id=placed.id,
        )
    for placed in starts:
        if placed.node.disabled:
            yield Problem(
                code="start_disabled",
                message=f"Node {placed.id!r} is a start node, where runs begin: enable it.",
                node_id=placed.id,
            )
        schema = placed.node.config.get("input_schema")
        if isinstance(schema, dict):
            for problem in check_schema(schema):
                where = f"/input_schema{problem.field or ''}"
                yield problem.model_copy(update={"node_id": placed.id, "field": where})


def _cycle(index: Index, cycle: Sequence[int]) -> Problem:
    names = [repr(str(index.placed[number].id)) for number in cycle]
    if len(names) > _SHOWN_NODES:
        names = [*names[:_SHOWN_NODES], f"… ({len(names) - _SHOWN_NODES} more)"]
    return Problem(
        code="cycle",
        message=f"The edges go round in a circle: {' → '.join([*names, names[0]])}. Remove one of them.",
        node_id=index.placed[cycle[0]].id,
    )


def _check_reach(index: Index, bodies: Bodies) -> Iterator[Problem]:
    # Without a start everything is out of reach, which has been said once.
    if not index.starts or not index.is_whole:
        return
    reached = find_reachable(index.starts, bodies.successors)
    for number, placed in enumerate(index.placed):
        if number not in reached:
            yield Problem(
                code="unreachable_node",
                message=f"Node {placed.id!r} can't be reached from the start node: draw an edge to it, "
                "or remove it.",
                node_id=placed.id,
            )


def _check_join(index: Index, number: int, placed: Placed) -> Iterator[Problem]:
    if placed.node.join == "any" and len(index.incoming[number]) < 2:
        yield _warning(
            placed,
            "join_without_choice",
            f"Node {placed.id!r} joins any of its incoming edges but has fewer than two: "
            "draw another, or set `join` to 'all'.",
        )


def _check_policy(placed: Placed) -> Iterator[Problem]:
    policy = placed.node.policy
    has_no_exit = placed.ports == () and policy.on_error == "port"
    if has_no_exit or _can_only_fail(placed) or _holds_body(placed):
        yield Problem(
            code="policy_conflict",
            message=f"Node {placed.id!r} is of type {placed.node.type!r}, where `on_error` can't be "
            f"{policy.on_error!r}: set it to 'fail'.",
            node_id=placed.id,
        )
    if policy.on_error != "continue" and policy.on_error_output is not None:
        yield _warning(
            placed,
            "policy_without_effect",
            f"The `on_error_output` of node {placed.id!r} is used only when `on_error` is 'continue': "
            "set that, or remove the output.",
        )
    yield from _check_timing(placed, policy)


def _check_timing(placed: Placed, policy: Policy) -> Iterator[Problem]:
    lane = placed.node_type.lane if placed.node_type else None
    changes = " and ".join(_timing_changes(policy))
    if lane == "control" and changes:
        yield _warning(
            placed,
            "policy_without_effect",
            f"Node {placed.id!r} runs inside the workflow, at once and once: its "
            f"{changes} has no effect. Remove it.",
        )
    if policy.lane == "quick" and placed.node_type and placed.node_type.queue != DEFAULT_QUEUE:
        yield _warning(
            placed,
            "policy_without_effect",
            f"Node {placed.id!r} runs on workers of the queue {placed.node_type.queue!r}, so it can't "
            "be in the quick lane: remove `lane` from its policy.",
        )
    # The standard is longer than a quick step may take; whoever changed it means it.
    is_patient = policy.timeout_s not in (Policy().timeout_s, min(policy.timeout_s, MAX_QUICK_S))
    if lane == "activity" and placed.is_quick and is_patient:
        yield _warning(
            placed,
            "policy_conflict",
            f"Node {placed.id!r} is in the quick lane, where an attempt may take {MAX_QUICK_S:g} s, "
            f"not {policy.timeout_s:g} s: set `lane` to 'remote'.",
        )
    retry = policy.retry
    is_upside_down = retry.max_interval_s < retry.initial_interval_s
    if lane == "activity" and retry.max_attempts > 1 and is_upside_down:
        yield _warning(
            placed,
            "policy_conflict",
            f"Node {placed.id!r} waits at most {retry.max_interval_s:g} s between attempts but "
            f"{retry.initial_interval_s:g} s before the first retry: make the first number larger.",
        )


def _can_only_fail(placed: Placed) -> bool:
    """Going on after a start node, which can't fail, or after `fail`, which is meant to."""
    return placed.node.type in {START, "fail"} and placed.node.policy.on_error != "fail"


def _holds_body(placed: Placed) -> bool:
    """To try a whole body again would repeat what its steps have done: they can be held one by one."""
    is_container = placed.node_type is not None and placed.node_type.container
    return is_container and placed.node.policy.on_error == "hold"


def _timing_changes(policy: Policy) -> Iterator[str]:
    standard = Policy()
    if policy.lane is not None:
        yield "lane"
    if policy.timeout_s != standard.timeout_s:
        yield "timeout"
    if policy.retry != standard.retry:
        yield "retry policy"


def _check_error_port(index: Index, number: int, placed: Placed) -> Iterator[Problem]:
    ports = [port for port, _ in index.outgoing[number]]
    if placed.ports and ERROR in placed.ports and placed.has_error_port and ERROR not in ports:
        yield _warning(
            placed,
            "error_port_without_edge",
            f"Failures of node {placed.id!r} go to its error port, from which no edge leads: draw one, "
            "or set `on_error` to 'fail'.",
        )


def _warning(placed: Placed, code: str, message: str) -> Problem:
    return Problem(severity="warning", code=code, message=message, node_id=placed.id)
