"""The seam to Temporal: all that the API ever asks of it."""

import asyncio
from collections.abc import Awaitable, Iterable
from datetime import datetime
from typing import Protocol, TypeVar

from temporalio.client import Client

from noria.acts import Act, Grip, Trying
from noria.ai.model_work import (
    CompareCall,
    Likeness,
    ModelListCall,
    ModelTried,
    ModelTryCall,
    Offers,
)
from noria.bulk import BulkCall
from noria.copilot.work import CopilotAnswer, CopilotCall
from noria.credential_work import ConnectCall, Tried, TryCall
from noria.errors import NotFound, Unavailable
from noria.evaluation.work import EvaluationCall
from noria.knowledge.work import DocumentCall, Found, Preview, PreviewCall, SearchCall
from noria.model import Policy
from noria.notices import DeliverCall
from noria.openapi.work import SpecificationAnswer, SpecificationCall
from noria.pure_runs import is_pure
from noria.queues import QueueState
from noria.run import RunRequest, StepKey
from noria.slack_clicks import SlackReplyCall
from noria.triggers.fire_call import ScheduleOrder
from workflows import client as temporal
from workflows import hand_client as hand
from workflows import questions, schedules
from workflows.asking import Question, ask
from workflows.begin import start_bulk, start_document, start_evaluation
from workflows.queue_client import describe_queues
from workflows.settings import TemporalSettings

CALL_SECONDS = 4
"""A run that could not be started by then stays queued, and is started later."""

T = TypeVar("T")


class RunControl(Protocol):
    """Starts and stops runs. Each call raises `Unavailable` when Temporal does not answer."""

    async def start(self, request: RunRequest, *, awaited: bool = False) -> None:
        """Idempotent: a run that was started before is left alone. `awaited`: somebody waits for its end.

        Raises:
            TooLarge: Plan and input are more than Temporal takes.
        """
        ...

    async def cancel(self, run_id: str) -> bool:
        """Ask a run to stop; it may clean up first. False: no such run is going on."""
        ...

    async def terminate(self, run_id: str, reason: str) -> bool:
        """End a run at once. False: no such run is going on."""
        ...

    async def control(self, run_id: str, act: Act, request_id: str | None) -> Grip:
        """Do this to a run; the same request id does it once.

        Raises:
            CannotApply: The run says why not; nothing was changed.
            NotFound: No such run is going on.
        """
        ...

    async def grip(self, run_id: str) -> Grip:
        """How a run stands in people's hands.

        Raises:
            NotFound: Temporal has no such run.
        """
        ...

    async def trying(self, run_id: str) -> list[Trying]:
        """The steps that activities are trying.

        Raises:
            NotFound: Temporal has no such run.
        """
        ...

    async def hold_attempts(self, run_id: str) -> bool:
        """Let no further attempt of any step begin. False: this server can't."""
        ...

    async def release_attempts(self, run_id: str) -> None:
        """Let attempts begin again."""
        ...

    async def change_policy(self, run_id: str, key: StepKey, policy: Policy) -> bool:
        """Change the attempts to come of a step that is being tried. False: this server can't.

        Raises:
            NotFound: No activity is trying the step.
        """
        ...

    async def wake(self, run_id: str, wait_id: str) -> bool:
        """Tell a run that one of its waits has an answer. False: no such run is going on."""
        ...

    async def start_bulk(self, call: BulkCall) -> None:
        """Idempotent: a bulk action that was started before is left alone."""
        ...

    async def start_evaluation(self, call: EvaluationCall) -> None:
        """Idempotent, as `start_bulk`."""
        ...

    async def ask_worker(self, call: TryCall | ConnectCall) -> Tried:
        """Have a worker look at a credential, which only workers open."""
        ...

    async def reply_in_slack(self, call: SlackReplyCall) -> None:
        """Have a worker say in Slack what became of a click."""
        ...

    async def read_specification(self, call: SpecificationCall) -> SpecificationAnswer:
        """Have a worker fetch the description of an API."""
        ...

    async def deliver_now(self, call: DeliverCall) -> None:
        """Have a message sent once, and wait for that; its row says how it went."""
        ...

    async def ask_copilot(self, call: CopilotCall) -> CopilotAnswer:
        """Have a worker ask a model."""
        ...

    async def begin_document(self, call: DocumentCall) -> None:
        """Have a document indexed, or something dropped; idempotent."""
        ...

    async def search_knowledge(self, call: SearchCall) -> Found:
        """Have a worker search a knowledge base."""
        ...

    async def preview_chunks(self, call: PreviewCall) -> Preview:
        """Have a worker cut a document, for a look."""
        ...

    async def list_models(self, call: ModelListCall) -> Offers:
        """Have a worker list a provider's models."""
        ...

    async def try_model(self, call: ModelTryCall) -> ModelTried:
        """Have a worker ask a model something short."""
        ...

    async def compare_texts(self, call: CompareCall) -> Likeness:
        """Have a worker say how near texts are to a question in meaning."""
        ...

    async def queues(self, names: Iterable[str]) -> list[QueueState]:
        """How these task queues stand, by their names."""
        ...

    async def put_schedule(self, order: ScheduleOrder) -> None:
        """Make or change the schedule of a trigger."""
        ...

    async def delete_schedule(self, trigger_id: str) -> None:
        """Again is no error."""
        ...

    async def backfill(self, trigger_id: str, since: datetime, until: datetime) -> None:
        """Fire for the times of a period.

        Raises:
            NotFound: Temporal has not heard of the schedule yet.
        """
        ...

    async def ping(self) -> None: ...


class TemporalRuns:
    """Connects at first use, so that the API answers while Temporal is away."""

    def __init__(self, settings: TemporalSettings) -> None:
        self._settings = settings
        self._client: Client | None = None
        self._here: Client | None = None
        self._eager: set[asyncio.Task[None]] = set()

    def begin_here(self, client: Client) -> None:
        """Runs of pure steps from now on: a worker of this process works with this client."""
        self._here = client

    async def begin_elsewhere(self) -> None:
        """Leave all runs to workers; returns when no answer to a start can come here any more."""
        self._here = None
        if self._eager:
            await asyncio.wait(self._eager, timeout=CALL_SECONDS)

    async def start(self, request: RunRequest, *, awaited: bool = False) -> None:
        await _within_time(self._start(request, awaited))

    async def _start(self, request: RunRequest, awaited: bool) -> None:
        here = self._here
        if here and awaited and is_pure(request):
            # An answer that nobody takes brings a task that nobody does, until it times out.
            start = asyncio.create_task(temporal.start_run(here, request, eager=True))
            self._eager.add(start)
            start.add_done_callback(self._forget)
            await asyncio.shield(start)
        else:
            await temporal.start_run(await self._lazy(), request)

    def _forget(self, start: asyncio.Task[None]) -> None:
        self._eager.discard(start)
        # Nobody may be waiting for it any more; the sweep starts what was not started.
        if not start.cancelled():
            start.exception()

    async def cancel(self, run_id: str) -> bool:
        return await _known(temporal.cancel_run(await self._lazy(), run_id))

    async def terminate(self, run_id: str, reason: str) -> bool:
        return await _known(temporal.terminate_run(await self._lazy(), run_id, reason))

    async def control(self, run_id: str, act: Act, request_id: str | None) -> Grip:
        client = await self._lazy()
        return await _within_time(hand.control_run(client, run_id, act, request_id=request_id))

    async def grip(self, run_id: str) -> Grip:
        return await _within_time(hand.read_grip(await self._lazy(), run_id))

    async def trying(self, run_id: str) -> list[Trying]:
        return await _within_time(hand.list_trying(await self._lazy(), run_id))

    async def hold_attempts(self, run_id: str) -> bool:
        return await _within_time(hand.hold_attempts(await self._lazy(), run_id))

    async def release_attempts(self, run_id: str) -> None:
        await _within_time(hand.release_attempts(await self._lazy(), run_id))

    async def change_policy(self, run_id: str, key: StepKey, policy: Policy) -> bool:
        client = await self._lazy()
        return await _within_time(hand.change_activity(client, run_id, key, policy))

    async def wake(self, run_id: str, wait_id: str) -> bool:
        return await _known(temporal.wake_run(await self._lazy(), run_id, wait_id))

    async def start_bulk(self, call: BulkCall) -> None:
        await _within_time(start_bulk(await self._lazy(), call))

    async def start_evaluation(self, call: EvaluationCall) -> None:
        await _within_time(start_evaluation(await self._lazy(), call))

    async def begin_document(self, call: DocumentCall) -> None:
        await _within_time(start_document(await self._lazy(), call))

    async def ask_worker(self, call: TryCall | ConnectCall) -> Tried:
        tries = isinstance(call, TryCall)
        which = questions.CREDENTIAL_TRIAL if tries else questions.CREDENTIAL_CONNECTION
        return await self._ask(which, call)

    async def reply_in_slack(self, call: SlackReplyCall) -> None:
        await self._ask(questions.SLACK_REPLY, call)

    async def read_specification(self, call: SpecificationCall) -> SpecificationAnswer:
        return await self._ask(questions.SPECIFICATION, call)

    async def deliver_now(self, call: DeliverCall) -> None:
        await self._ask(questions.DELIVERY, call)

    async def ask_copilot(self, call: CopilotCall) -> CopilotAnswer:
        return await self._ask(questions.COPILOT_ANSWER, call)

    async def search_knowledge(self, call: SearchCall) -> Found:
        return await self._ask(questions.KNOWLEDGE_SEARCH, call)

    async def preview_chunks(self, call: PreviewCall) -> Preview:
        return await self._ask(questions.CHUNKS, call)

    async def list_models(self, call: ModelListCall) -> Offers:
        return await self._ask(questions.MODELS, call)

    async def try_model(self, call: ModelTryCall) -> ModelTried:
        return await self._ask(questions.MODEL_TRIAL, call)

    async def compare_texts(self, call: CompareCall) -> Likeness:
        return await self._ask(questions.COMPARISON, call)

    async def queues(self, names: Iterable[str]) -> list[QueueState]:
        return await _within_time(describe_queues(await self._lazy(), names))

    async def put_schedule(self, order: ScheduleOrder) -> None:
        await _within_time(schedules.put_schedule(await self._lazy(), order))

    async def delete_schedule(self, trigger_id: str) -> None:
        await _within_time(schedules.delete_schedule(await self._lazy(), trigger_id))

    async def backfill(self, trigger_id: str, since: datetime, until: datetime) -> None:
        client = await self._lazy()
        await _within_time(schedules.backfill_schedule(client, trigger_id, since, until))

    async def ping(self) -> None:
        client = await self._lazy()
        try:
            healthy = await _within_time(client.service_client.check_health())
        except RuntimeError as error:
            raise Unavailable("Temporal does not answer.") from error
        if not healthy:
            raise Unavailable("Temporal says that it is not healthy.")

    async def _ask(self, question: Question[T], call: object) -> T:
        """Within the question's own time: a worker may have to wait for somebody else's server."""
        return await ask(await self._lazy(), question, call)

    async def _lazy(self) -> Client:
        if self._client is None:
            self._client = await temporal.connect(self._settings, lazy=True)
        return self._client


async def _known(call: Awaitable[None]) -> bool:
    try:
        await _within_time(call)
    except NotFound:
        return False
    return True


async def _within_time(call: Awaitable[T]) -> T:
    try:
        async with asyncio.timeout(CALL_SECONDS):
            return await call
    except (TimeoutError, RuntimeError) as error:
        raise Unavailable("Temporal does not answer.") from error
