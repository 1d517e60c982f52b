"""Taking hold of a run from Python: a part of `noria.client.Client`."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import JsonValue

from noria.client.http import Connection, checked_run_id, once
from noria.client.records import Answer, Run
from noria.errors import Invalid
from noria.model import Policy
from noria.run import ErrorInfo, RunStatus

_NODE_ID = re.compile(r"[a-z][a-z0-9_]{0,62}")


class StepAt(Answer):
    """Which step of a run."""

    node_id: str
    iteration: str = ""
    """Path of loop indexes, as `3/0`; empty outside loops."""


class Held(StepAt):
    """A failed step that waits for a person."""

    attempts: int
    error: ErrorInfo | None = None
    since: datetime | None = None


class Trying(StepAt):
    """A step that is being tried."""

    is_running: bool
    is_paused: bool
    attempts: int
    max_attempts: int | None = None
    last_error: ErrorInfo | None = None
    next_attempt_at: datetime | None = None


class Grip(Answer):
    """How a run stands in people's hands."""

    status: RunStatus
    changed: bool = False
    """Whether the act did anything: to pause a paused run does nothing, and is fine."""
    is_paused: bool
    breakpoints: list[str] = []
    parked: list[StepAt] = []
    """Ready to start, and held back by the pause."""
    held: list[Held] = []
    trying: list[Trying] = []
    """Empty in the answer to an act."""


class Acts:
    """What people do to a run that goes on.

    Each raises `Conflict`, with the reason, where the run, as it stands, can't have it done to it.
    """

    _connection: Connection

    def read_grip(self, run_id: str) -> Grip:
        """What is paused, held, and still being tried."""
        return self._connection.ask("GET", f"{_path(run_id)}/grip", Grip)

    def pause_run(self, run_id: str) -> Grip:
        """Start nothing more; what runs goes on to its end."""
        return self._act("POST", f"{_path(run_id)}/pause")

    def resume_run(self, run_id: str) -> Grip:
        """Start what the pause, or a breakpoint, held back."""
        return self._act("POST", f"{_path(run_id)}/resume")

    def step_run(self, run_id: str, node_id: str | None = None, iteration: str = "") -> Grip:
        """Of a paused run: start one step, the one that has been ready for the longest time."""
        body = {"node_id": node_id, "iteration": iteration}
        return self._act("POST", f"{_path(run_id)}/step", body)

    def set_breakpoints(self, run_id: str, node_ids: Sequence[str]) -> Grip:
        """Pause the run before each of these nodes; they replace those set before."""
        return self._act("PUT", f"{_path(run_id)}/breakpoints", {"node_ids": list(node_ids)})

    def terminate_run(self, run_id: str, reason: str | None = None) -> Run:
        """End a run at once, without letting its steps clean up."""
        path = f"{_path(run_id)}/terminate"
        return self._connection.ask("POST", path, Run, json={"reason": reason})

    def retry_step(
        self,
        run_id: str,
        node_id: str,
        iteration: str = "",
        *,
        config: Mapping[str, JsonValue] | None = None,
        input: Mapping[str, JsonValue] | None = None,
        policy: Policy | None = None,
    ) -> Grip:
        """Try a held step again, or one between two attempts now.

        Args:
            run_id: Of the run.
            node_id: Of the step.
            iteration: Of the step, inside loops.
            config: Instead of the node's own; may hold expressions.
            input: The config as it is to be used, without expressions; not together with `config`.
            policy: Instead of the present one.
        """
        changes = {
            "config": config,
            "input": input,
            "policy": policy and policy.model_dump(mode="json"),
        }
        given = {name: value for name, value in changes.items() if value is not None}
        return self._act(
            "POST", f"{_path(run_id, node_id)}/retry", {"iteration": iteration, **given}
        )

    def skip_step(
        self,
        run_id: str,
        node_id: str,
        iteration: str = "",
        *,
        output: JsonValue = None,
        port: str | None = None,
    ) -> Grip:
        """Go on as if the step had given this output."""
        body = {"iteration": iteration, "output": output, "port": port}
        return self._act("POST", f"{_path(run_id, node_id)}/skip", body)

    def fail_step(
        self, run_id: str, node_id: str, iteration: str = "", *, reason: str | None = None
    ) -> Grip:
        """Let the step fail for good."""
        body = {"iteration": iteration, "reason": reason}
        return self._act("POST", f"{_path(run_id, node_id)}/fail", body)

    def change_step_policy(
        self, run_id: str, node_id: str, policy: Policy, iteration: str = ""
    ) -> Grip:
        """Give a step that is being tried the timeout and the retries of this policy."""
        timing = policy.model_dump(mode="json", include={"timeout_s", "retry"})
        path = f"{_path(run_id, node_id)}/policy"
        return self._act("PUT", path, {"iteration": iteration, **timing})

    def _act(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Grip:
        return self._connection.ask(method, path, Grip, json=body, headers=once(None))


def _path(run_id: str, node_id: str | None = None) -> str:
    of_run = f"runs/{checked_run_id(run_id)}"
    if node_id is None:
        return of_run
    if not _NODE_ID.fullmatch(node_id):
        raise Invalid(f"{node_id!r} is not the id of a node: `noria logs RUN` shows them.")
    return f"{of_run}/steps/{node_id}"
