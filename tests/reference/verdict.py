"""Compares what came of a run with what the reference says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import permutations
from typing import TypeVar, cast

from pydantic import JsonValue

from tests.reference.causes import is_surely_before
from tests.reference.interpreter import ERROR, SOMEBODY, WAITED, Reference
from tests.reference.state import Frame, Place

Step = tuple[str, JsonValue]
"""Status and output."""


@dataclass(frozen=True)
class Item:
    """The run of an item of a loop."""

    node_id: str
    """Of the step that started it."""
    path: str
    status: str

    def holds(self, place: Place, parents: Mapping[str, str | None]) -> bool:
        """Whether this run did the step."""
        node_id, path = place
        around: str | None = node_id
        while around is not None and f"{around}__item" != self.node_id:
            around = parents[around]
        is_inside = path == self.path or path.startswith(f"{self.path}/")
        return around is not None and around != node_id and is_inside


@dataclass(frozen=True)
class Observed:
    """A run, as people see it: from rows, or through the API."""

    run_id: str
    status: str
    output: JsonValue
    failed_at: str | None
    """The node whose error is the run's."""
    steps: dict[Place, Step]
    not_undone: set[Place]
    started: dict[Place, datetime]
    """When a step began, of those that did."""
    bad_items: frozenset[Item] = frozenset()
    """Those that did not succeed: they have undone themselves what they had done."""

    def with_item(self, item: Item, seen: "Observed") -> "Observed":
        """With what the run of an item did, which belongs to the loop."""
        bad = {item} if item.status != "succeeded" else set[Item]()
        return replace(
            self,
            steps={**_without_item_steps(self.steps), **_without_item_steps(seen.steps)},
            started={**_without_item_steps(self.started), **_without_item_steps(seen.started)},
            not_undone=self.not_undone | seen.not_undone,
            bad_items=self.bad_items | seen.bad_items | bad,
        )


T = TypeVar("T")


def _without_item_steps(of: dict[Place, T]) -> dict[Place, T]:
    return {place: value for place, value in of.items() if not place[0].endswith("__item")}


def differences(seen: Observed, reference: Reference) -> list[str]:
    """Nothing, where engine and reference agree.

    A run that fails is stopped where it stands, and so is an iteration: of these the reference says
    only what may be there.
    """
    top = reference.frames[0]
    wanted = {place: step for frame in reference.frames for place, step in _steps_of(frame)}
    sure = {place for frame in _sure(reference) for place, _ in _steps_of(frame)}
    status = "failed" if top.fatal else "succeeded"
    found = [] if seen.status == status else [f"the run {seen.status}, not {status}"]
    if status == "failed" and seen.failed_at not in _culprits(reference):
        found.append(f"it failed at {seen.failed_at!r}, not in one of {sorted(top.fatal)}")
    if status == "succeeded" and masked(seen.output) != reference.output:
        found.append(f"the output is {seen.output!r}, not {reference.output!r}")
    known = seen.steps.keys() & wanted.keys()
    ended = known - _stopped(seen, reference)
    steps = {place: (status, masked(output)) for place, (status, output) in seen.steps.items()}
    if not _is_cut_short(reference):
        found += [f"{place} ran" for place in seen.steps if place not in wanted]
    found += _compare(steps, wanted, sure if status == "succeeded" else ended & sure)
    return found + _wrongly_undone(seen, steps, reference)


def _is_cut_short(reference: Reference) -> bool:
    """Whether something failed beside which iterations may have run that the reference never begins."""
    loops = {str(node.parent) for node in reference.graph.nodes if node.parent}
    return any(
        frame.fatal
        or any(frame.steps[loop].status == "failed" for loop in loops & frame.steps.keys())
        for frame in reference.frames
    )


def _wrongly_undone(seen: Observed, steps: dict[Place, Step], reference: Reference) -> list[str]:
    """What a failed run is seen to have done is undone, and nothing else; how, the reference says."""
    undo = {str(node.id): str(node.undo) for node in reference.graph.nodes if node.undo}
    undone = {after: before for before, after in undo.items()}
    parents = {str(node.id): node.parent for node in reference.graph.nodes}
    due = {
        (undo[place[0]], place[1])
        for place, (status, _) in seen.steps.items()
        if status == "succeeded" and place[0] in undo
        if seen.status == "failed" or _bad_item_of(seen, place, parents)
    }
    ran = {place for place in steps if place[0] in undone}
    given_up = {
        (undone[node_id], path) for node_id, path in ran if steps[node_id, path][0] == "failed"
    }
    wanted = {
        (node_id, frame.path): (ended.status, ended.output)
        for frame in reference.frames
        for node_id, ended in frame.undone.items()
    }
    found = [f"{place} should run as a compensation" for place in due - ran]
    found += [f"{place} ran as a compensation" for place in ran - due]
    found += [f"{place} was not undone, which is not said" for place in given_up - seen.not_undone]
    found += [f"{place} is said not to be undone" for place in seen.not_undone - given_up]
    return (
        found
        + _compare(steps, wanted, ran & wanted.keys())
        + _wrong_order(seen, ran, undone, reference)
    )


def _bad_item_of(seen: Observed, place: Place, parents: Mapping[str, str | None]) -> bool:
    return any(item.holds(place, parents) for item in seen.bad_items)


def _wrong_order(
    seen: Observed, ran: set[Place], undone: dict[str, str], reference: Reference
) -> list[str]:
    """What was surely done first is undone last."""
    parents = {str(node.id): node.parent for node in reference.graph.nodes}
    # An item that ended badly has undone what it did before the run thought of it.
    began = {
        (undone[place[0]], place[1]): seen.started[place]
        for place in ran
        if not _bad_item_of(seen, place, parents)
    }
    return [
        f"{first} was undone before {then}"
        for first, then in permutations(began, 2)
        if began[first] < began[then] and is_surely_before(reference, first, then)
    ]


def _steps_of(frame: Frame) -> Iterable[tuple[Place, Step]]:
    if not frame.is_shown:
        return
    for node_id, ended in frame.steps.items():
        if ended.status != "never" or frame.left:
            yield (node_id, frame.path), (ended.status, ended.output)


def _sure(reference: Reference) -> list[Frame]:
    """Frames whose every step is decided, so that nothing depends on who was faster."""
    sure: list[Frame] = []
    for frame in reference.frames:
        if frame.outer is None:
            sure.append(frame)
        elif any(frame.outer is other for other in sure) and not frame.left and not frame.fatal:
            container = frame.outer.steps[frame.parent or ""]
            sure += [frame] if container.status == "succeeded" else []
    return sure


def _culprits(reference: Reference) -> set[str]:
    """Nodes that fail the run, and all that is in the bodies of those that are loops."""
    found = set(reference.frames[0].fatal)
    for node in reference.graph.nodes:  # a body comes after its container
        if node.parent in found:
            found.add(node.id)
    return found


def _stopped(seen: Observed, reference: Reference) -> set[Place]:
    """Steps that were at work; one that was between two attempts shows the first one's failure."""
    retried = {node.id for node in reference.graph.nodes if node.config.get("failures")}
    return {
        place
        for place, (status, _) in seen.steps.items()
        if status in {"cancelled", "running"} or (status == "failed" and place[0] in retried)
    }


def _compare(
    seen: dict[Place, Step], wanted: dict[Place, Step], places: Iterable[Place]
) -> list[str]:
    pairs = ((place, seen.get(place), wanted.get(place)) for place in places)
    return [f"{place}: {left} is not {right}" for place, left, right in pairs if left != right]


def masked(value: JsonValue) -> JsonValue:
    """Errors as data without what they say, and waits without how long they took."""
    if isinstance(value, list):
        return [masked(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"error"} and isinstance(value["error"], dict):
        return ERROR
    if value.keys() == {"waited_s"}:
        return WAITED
    if value.keys() == {"decision", "data", *SOMEBODY}:
        return {**value, **SOMEBODY}
    return {name: masked(cast("JsonValue", inner)) for name, inner in value.items()}
