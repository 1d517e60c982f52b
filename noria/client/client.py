"""The API from Python: workflows, versions and runs. Synchronous; errors are `NoriaError`s.

with Client(sign_in=SignIn(api_key="...")) as noria:
    workflow = noria.find_workflow("Order triage")
    run = noria.start_run(workflow.id, {"order_id": 4711})
    print(noria.wait_for_run(run.id).output)
"""

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Literal, Self

import httpx2
from pydantic import JsonValue

from noria.client.acts import Acts
from noria.client.bulk import BulkCalls
from noria.client.circuits import CircuitCalls
from noria.client.dead_letters import DeadLetterCalls
from noria.client.exchange import ExchangeCalls
from noria.client.forks import ForkCalls
from noria.client.http import ID, TIMEOUT_SECONDS, Connection, SignIn, checked_run_id
from noria.client.knowledge import KnowledgeCalls
from noria.client.notices import NoticeCalls
from noria.client.records import (
    Checked,
    Draft,
    Page,
    Published,
    Run,
    RunEvent,
    RunSummary,
    Step,
    Workflow,
    WorkflowSettings,
    WorkflowSummary,
)
from noria.client.specifications import SpecificationCalls
from noria.client.triggers import TriggerCalls
from noria.client.waits import WaitCalls
from noria.errors import Conflict, NotFound
from noria.run import RunStatus

KeyPolicy = Literal["join", "reject", "cancel_previous", "queue"]
DEFAULT_URL = "http://127.0.0.1:8400"
_run_id = checked_run_id


class Client(
    Acts,
    ForkCalls,
    BulkCalls,
    DeadLetterCalls,
    WaitCalls,
    CircuitCalls,
    ExchangeCalls,
    TriggerCalls,
    NoticeCalls,
    SpecificationCalls,
    KnowledgeCalls,
):
    """Not to be shared between threads."""

    def __init__(
        self,
        url: str = DEFAULT_URL,
        *,
        sign_in: SignIn,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        """Connects with the first call."""
        self._connection = Connection(url, sign_in, transport=transport)

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str], transport: httpx2.BaseTransport | None = None
    ) -> Self:
        """NORIA_URL; NORIA_API_KEY, or NORIA_EMAIL and NORIA_PASSWORD; NORIA_WORKSPACE."""
        sign_in = SignIn(
            api_key=environment.get("NORIA_API_KEY"),
            email=environment.get("NORIA_EMAIL"),
            password=environment.get("NORIA_PASSWORD"),
            workspace=environment.get("NORIA_WORKSPACE"),
        )
        url = environment.get("NORIA_URL") or DEFAULT_URL
        return cls(url, sign_in=sign_in, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def list_workflows(self, *, search: str | None = None) -> Iterator[WorkflowSummary]:
        """All of them; the last edited first."""
        return self._connection.pages("workflows", {"search": search}, Page[WorkflowSummary])

    def find_workflow(self, name_or_id: str) -> WorkflowSummary:
        """
        Raises:
            NotFound: No workflow has this name or id.
            Conflict: Several have this name.
        """
        if ID.fullmatch(name_or_id):
            return self._connection.ask("GET", f"workflows/{name_or_id}", Workflow)
        found = [item for item in self.list_workflows(search=name_or_id) if item.name == name_or_id]
        if len(found) > 1:
            ids = ", ".join(item.id for item in found)
            raise Conflict(
                f"{len(found)} workflows are called {name_or_id!r}: name one by id ({ids})."
            )
        if not found:
            raise NotFound("workflow", name_or_id)
        return found[0]

    def create_workflow(self, name: str, graph: Mapping[str, Any]) -> Workflow:
        """With a draft, which may have problems."""
        return self._connection.ask(
            "POST", "workflows", Workflow, json={"name": name, "graph": graph}
        )

    def read_draft(self, workflow_id: str) -> Draft:
        """The graph being edited, without its problems."""
        return self._connection.ask("GET", f"workflows/{workflow_id}/draft", Draft)

    def save_draft(
        self, workflow_id: str, graph: Mapping[str, Any], *, revision: int, force: bool = False
    ) -> Draft:
        """`force`: also when more than half of the nodes would go.

        Raises:
            Conflict: The draft is no longer at this revision; holds both sides.
        """
        return self._connection.ask(
            "PUT",
            f"workflows/{workflow_id}/draft",
            Draft,
            json={"graph": graph},
            headers={"If-Match": f'"{revision}"'},
            params={"force": "true"} if force else {},
        )

    def publish(self, workflow_id: str) -> Published:
        """
        Raises:
            GraphInvalid: The draft has errors; holds all problems.
        """
        return self._connection.ask("POST", f"workflows/{workflow_id}/publish", Published)

    def read_settings(self, workflow_id: str) -> WorkflowSettings:
        """Limits of a workflow, and how many runs wait for them."""
        return self._connection.ask("GET", f"workflows/{workflow_id}/settings", WorkflowSettings)

    def save_settings(
        self, workflow_id: str, settings: Mapping[str, JsonValue]
    ) -> WorkflowSettings:
        """Replace all of them; what is left out has no limit.

        Raises:
            Invalid: A setting is unknown or out of its bounds.
        """
        path = f"workflows/{workflow_id}/settings"
        return self._connection.ask("PUT", path, WorkflowSettings, json=dict(settings))

    def validate(self, graph: Mapping[str, Any]) -> Checked:
        """By the server's catalog; nothing is stored."""
        return self._connection.ask("POST", "validate", Checked, json={"graph": graph})

    def start_run(  # noqa: PLR0913 - one argument per part of the request
        self,
        workflow_id: str,
        value: JsonValue = None,
        *,
        version: int | None = None,
        draft: bool = False,
        key: str | None = None,
        key_policy: KeyPolicy = "join",
        priority: int | None = None,
        breakpoints: Sequence[str] = (),
        idempotency_key: str | None = None,
        wait_s: float = 0,
    ) -> Run:
        """Of the newest version, of a given one, or of the draft; `value` is the run's input.

        Args:
            workflow_id: Of the workflow.
            value: The run's input.
            version: Its number; the newest when None.
            draft: The draft instead, as a test.
            key: Business key: of the workflow's runs with the same one, one goes on at a time.
            key_policy: What happens while another run with the key goes on.
            priority: From 1, the most urgent, to 5; the workflow's own when None.
            breakpoints: Ids of nodes before which the run pauses.
            idempotency_key: One starts one run, however often it is sent.
            wait_s: Up to 60 seconds for the run to end; the run says whether it has.

        Raises:
            Invalid: The input does not fit the start node's schema; holds every problem.
            Conflict: A run with the key goes on, and the policy is `reject`.
        """
        body: dict[str, JsonValue] = {"input": {} if value is None else value, "draft": draft}
        body |= {"version": version, "key": key}
        if key_policy != "join":
            body["key_policy"] = key_policy
        if priority is not None:
            body["priority"] = priority
        if breakpoints:
            body["breakpoints"] = list(breakpoints)
        return self._connection.ask(
            "POST",
            f"workflows/{workflow_id}/runs",
            Run,
            json=body,
            params={"wait": str(wait_s)} if wait_s else {},
            timeout=TIMEOUT_SECONDS + wait_s,
            headers={"Idempotency-Key": idempotency_key} if idempotency_key else {},
        )

    def read_run(self, run_id: str) -> Run:
        """As it is now."""
        return self._connection.ask("GET", f"runs/{_run_id(run_id)}", Run)

    def list_runs(
        self,
        *,
        workflow_id: str | None = None,
        status: RunStatus | None = None,
        key: str | None = None,
    ) -> Iterator[RunSummary]:
        """All of them, or those with a business key; the newest first."""
        query = {"workflow_id": workflow_id, "status": status, "key": key}
        return self._connection.pages("runs", query, Page[RunSummary])

    def list_steps(self, run_id: str) -> list[Step]:
        """In the order in which they began."""
        answer = self._connection.send("GET", f"runs/{_run_id(run_id)}/steps")
        return [Step.model_validate(item) for item in answer.json()]

    def follow_run(self, run_id: str) -> Iterator[RunEvent]:
        """What has happened so far, then each change as it happens, until the run ends.

        Raises:
            Unavailable: The connection broke ten times in a row.
        """
        return self._connection.follow(f"runs/{_run_id(run_id)}/events")

    def wait_for_run(self, run_id: str) -> Run:
        """The run as it ended, however long it takes."""
        for _ in self.follow_run(run_id):
            pass
        return self.read_run(run_id)

    def cancel_run(self, run_id: str) -> Run:
        """Ask it to stop; it ends as `cancelled` once its steps have let go."""
        return self._connection.ask("POST", f"runs/{_run_id(run_id)}/cancel", Run)
