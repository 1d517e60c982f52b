"""The API from Python: going on from runs, and trying out parts of drafts. A part of `Client`."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from noria.client.http import Connection, once, run_path
from noria.client.records import Changes, ForkPreview, Run
from noria.forks.records import Mode, Pin


class ForkCalls:
    """What `Client` can do with forks."""

    _connection: Connection

    def retry_run(self, run_id: str, changes: Changes | None = None) -> Run:
        """A new run that goes on where a failed or cancelled one stopped; asked again, the same.

        Raises:
            Conflict: The run has not failed, or was retried before in another way.
        """
        return self._connection.ask("POST", run_path(run_id, "retry"), Run, json=_changed(changes))

    def preview_retry(self, run_id: str, changes: Changes | None = None) -> ForkPreview:
        """What a retry would reuse and run; nothing is started."""
        path = run_path(run_id, "retry/preview")
        return self._connection.ask("POST", path, ForkPreview, json=_changed(changes))

    def fork_run(
        self,
        run_id: str,
        node_id: str,
        changes: Changes | None = None,
        *,
        iteration: str = "",
        idempotency_key: str | None = None,
    ) -> Run:
        """A new run that reuses what came before a step, and runs it and all after it again.

        With an `iteration`, as `3/0`, of the loops around the step, what other iterations did is kept. One
        idempotency key starts one fork, however often it is sent.

        Raises:
            Invalid: The step does not exist or can't be reached; holds every problem.
        """
        return self._connection.ask(
            "POST",
            run_path(run_id, "fork"),
            Run,
            json=_changed(changes, **_place(node_id, iteration)),
            headers=once(idempotency_key),
        )

    def preview_fork(
        self, run_id: str, node_id: str, changes: Changes | None = None, *, iteration: str = ""
    ) -> ForkPreview:
        """What a fork would reuse and run; nothing is started."""
        path = run_path(run_id, "fork/preview")
        body = _changed(changes, **_place(node_id, iteration))
        return self._connection.ask("POST", path, ForkPreview, json=body)

    def test_run(  # noqa: PLR0913 - one argument per part of the request
        self,
        workflow_id: str,
        mode: Mode,
        node_id: str,
        value: JsonValue = None,
        *,
        pins: Mapping[str, Pin] | None = None,
        run_id: str | None = None,
        breakpoints: Sequence[str] = (),
        idempotency_key: str | None = None,
    ) -> Run:
        """Run `only` a node of the draft, all `up_to` it, or all `from` it. Effects are real.

        Args:
            workflow_id: Of the workflow.
            mode: Which part.
            node_id: What it is a part before or after.
            value: The run's input.
            pins: Node id → the output of a step that is not to run.
            run_id: Take outputs that are not pinned from this earlier run.
            breakpoints: Ids of nodes before which the run pauses.
            idempotency_key: One starts one run, however often it is sent.

        Raises:
            Invalid: A step reads an output that is neither run, pinned nor known.
        """
        return self._connection.ask(
            "POST",
            f"workflows/{workflow_id}/test-runs",
            Run,
            json={
                **_part(mode, node_id, value, pins, run_id),
                **({"breakpoints": list(breakpoints)} if breakpoints else {}),
            },
            headers=once(idempotency_key),
        )

    def preview_test_run(
        self,
        workflow_id: str,
        mode: Mode,
        node_id: str,
        value: JsonValue = None,
        *,
        pins: Mapping[str, Pin] | None = None,
        run_id: str | None = None,
    ) -> ForkPreview:
        """What `test_run` would run, and what it would take as given; nothing is started."""
        path = f"workflows/{workflow_id}/test-runs/preview"
        body = _part(mode, node_id, value, pins, run_id)
        return self._connection.ask("POST", path, ForkPreview, json=body)


def _part(
    mode: Mode,
    node_id: str,
    value: JsonValue,
    pins: Mapping[str, Pin] | None,
    run_id: str | None,
) -> dict[str, JsonValue]:
    return {
        "mode": mode,
        "node_id": node_id,
        "input": {} if value is None else value,
        "pins": {name: pin.model_dump(mode="json") for name, pin in (pins or {}).items()},
        "run_id": run_id,
    }


def _place(node_id: str, iteration: str) -> dict[str, JsonValue]:
    return {"node_id": node_id, **({"iteration": iteration} if iteration else {})}


def _changed(changes: Changes | None, **more: JsonValue) -> dict[str, JsonValue]:
    return {**(changes.to_json() if changes else {}), **more}
