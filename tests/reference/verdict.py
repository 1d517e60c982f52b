"""Compares what came of a run with what the reference says."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import JsonValue

from tests.reference.interpreter import Reference

Step = tuple[str, JsonValue]
"""Status and output."""


@dataclass(frozen=True)
class Observed:
    """A run, as people see it: from rows, or through the API."""

    status: str
    output: JsonValue
    failed_at: str | None
    """The node whose error is the run's."""
    steps: dict[str, Step]


def differences(seen: Observed, reference: Reference) -> list[str]:
    """Nothing, where engine and reference agree.

    A run that fails is stopped where it stands, so the reference says only what may be there.
    """
    wanted = {node_id: (ended.status, ended.output) for node_id, ended in reference.steps.items()}
    status = "failed" if reference.fatal else "succeeded"
    found = [] if seen.status == status else [f"the run {seen.status}, not {status}"]
    if status == "succeeded":
        if seen.output != reference.output:
            found.append(f"the output is {seen.output!r}, not {reference.output!r}")
        return [*found, *_compare(seen.steps, wanted, wanted)]
    if seen.failed_at not in reference.fatal:
        found.append(f"it failed at {seen.failed_at!r}, not at one of {sorted(reference.fatal)}")
    stopped = _stopped(seen, reference)
    return [*found, *_compare(seen.steps, wanted, seen.steps.keys() - stopped)]


def _stopped(seen: Observed, reference: Reference) -> set[str]:
    """Steps that were at work; one that was between two attempts shows the first one's failure."""
    retried = {node.id for node in reference.graph.nodes if node.config.get("failures")}
    return {
        node_id
        for node_id, (status, _) in seen.steps.items()
        if status == "cancelled" or (status == "failed" and node_id in retried)
    }


def _compare(seen: dict[str, Step], wanted: dict[str, Step], node_ids: Iterable[str]) -> list[str]:
    pairs = ((node_id, seen.get(node_id), wanted.get(node_id)) for node_id in node_ids)
    extra = [f"{node_id} ran" for node_id in seen if node_id not in wanted]
    return [
        f"{name}: {left} is not {right}" for name, left, right in pairs if left != right
    ] + extra
