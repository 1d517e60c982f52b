"""A Temporal to test with: it remembers what it was asked, and does what the test says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

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
from noria.errors import CannotApply, NotFound, TooLarge, Unavailable
from noria.evaluation.work import EvaluationCall
from noria.knowledge.work import DocumentCall, Found, Preview, PreviewCall, SearchCall
from noria.model import Policy
from noria.notices import DeliverCall
from noria.openapi.work import SpecificationAnswer, SpecificationCall
from noria.queues import QueueState
from noria.run import HandState, RunRequest, RunStatus, StepKey
from noria.slack_clicks import SlackReplyCall
from noria.triggers.fire_call import ScheduleOrder


@dataclass
class FakeTemporal:
    """Implements `api.temporal.RunControl`."""

    started: dict[str, RunRequest] = field(default_factory=dict[str, RunRequest])
    cancelled: list[str] = field(default_factory=list[str])
    terminated: list[str] = field(default_factory=list[str])
    woken: list[str] = field(default_factory=list[str])
    over: set[str] = field(default_factory=set[str])
    """Runs that have ended, whatever their rows say."""
    acts: list[tuple[Act, str | None]] = field(default_factory=list[tuple[Act, str | None]])
    """What runs were told, with the request's id."""
    stands: Grip = Grip(status=RunStatus.RUNNING, hand=HandState(), changed=True)
    """The answer of every run."""
    told: Grip | None = None
    """What acts are answered instead, as those that were sent before."""
    refusal: str | None = None
    tried: list[Trying] = field(default_factory=list[Trying])
    attempts: list[str] = field(default_factory=list[str])
    policies: list[tuple[StepKey, Policy]] = field(default_factory=list[tuple[StepKey, Policy]])
    changes_in_place: bool = True
    bulk: list[BulkCall] = field(default_factory=list[BulkCall])
    queue_states: list[QueueState] = field(default_factory=list[QueueState])
    schedules: dict[str, ScheduleOrder] = field(default_factory=dict[str, ScheduleOrder])
    backfilled: list[tuple[datetime, datetime]] = field(
        default_factory=list[tuple[datetime, datetime]]
    )
    asked: list[TryCall | ConnectCall] = field(default_factory=list[TryCall | ConnectCall])
    """About credentials."""
    answers: Tried = field(default_factory=lambda: Tried(ok=True, message="The server let us in."))
    evaluations: list[EvaluationCall] = field(default_factory=list[EvaluationCall])
    copilot: list[CopilotCall] = field(default_factory=list[CopilotCall])
    proposes: CopilotAnswer = field(default_factory=CopilotAnswer)
    documents: list[DocumentCall] = field(default_factory=list[DocumentCall])
    searched: list[SearchCall] = field(default_factory=list[SearchCall])
    found: Found = field(default_factory=Found)
    previewed: list[PreviewCall] = field(default_factory=list[PreviewCall])
    shown: Preview = field(default_factory=Preview)
    listed: list[ModelListCall] = field(default_factory=list[ModelListCall])
    offers: Offers = field(default_factory=Offers)
    tried_models: list[ModelTryCall] = field(default_factory=list[ModelTryCall])
    slack_replies: list[SlackReplyCall] = field(default_factory=list[SlackReplyCall])
    specification: SpecificationAnswer = field(default_factory=SpecificationAnswer)
    model_says: ModelTried = field(default_factory=lambda: ModelTried(ok=True, message="Hello."))
    alike: Mapping[str, float] = field(default_factory=dict[str, float])
    """How near texts are to whatever is looked for, by a word in them; else not at all."""
    delivered: list[DeliverCall] = field(default_factory=list[DeliverCall])
    awaited: list[str] = field(default_factory=list[str])
    """Started for somebody who waits for their end."""
    away: bool = False
    refuses_size: bool = False

    async def start(self, request: RunRequest, *, awaited: bool = False) -> None:
        await self.ping()
        if self.refuses_size:
            raise TooLarge("The plan and the input of this run are larger than Temporal takes.")
        self.started.setdefault(request.run_id, request)
        if awaited:
            self.awaited.append(request.run_id)

    async def ask_copilot(self, call: CopilotCall) -> CopilotAnswer:
        await self.ping()
        self.copilot.append(call)
        return self.proposes

    async def begin_document(self, call: DocumentCall) -> None:
        await self.ping()
        self.documents.append(call)

    async def search_knowledge(self, call: SearchCall) -> Found:
        await self.ping()
        self.searched.append(call)
        return self.found

    async def preview_chunks(self, call: PreviewCall) -> Preview:
        await self.ping()
        self.previewed.append(call)
        return self.shown

    async def list_models(self, call: ModelListCall) -> Offers:
        await self.ping()
        self.listed.append(call)
        return self.offers

    async def try_model(self, call: ModelTryCall) -> ModelTried:
        await self.ping()
        self.tried_models.append(call)
        return self.model_says

    async def compare_texts(self, call: CompareCall) -> Likeness:
        await self.ping()
        scores = (
            max((near for word, near in self.alike.items() if word in text), default=0.0)
            for text in call.texts
        )
        return Likeness(scores=tuple(scores))

    async def cancel(self, run_id: str) -> bool:
        await self.ping()
        self.cancelled.append(run_id)
        return run_id in self.started

    async def terminate(self, run_id: str, reason: str) -> bool:
        await self.ping()
        self.terminated.append(run_id)
        return run_id in self.started

    async def control(self, run_id: str, act: Act, request_id: str | None) -> Grip:
        await self.ping()
        self._check_started(run_id)
        if self.refusal:
            raise CannotApply(self.refusal)
        self.acts.append((act, request_id))
        return self.told or self.stands

    async def grip(self, run_id: str) -> Grip:
        await self.ping()
        self._check_started(run_id)
        return self.stands

    async def trying(self, run_id: str) -> list[Trying]:
        await self.ping()
        self._check_started(run_id)
        return self.tried

    async def hold_attempts(self, run_id: str) -> bool:
        await self.ping()
        self.attempts.append("held")
        return True

    async def release_attempts(self, run_id: str) -> None:
        await self.ping()
        self.attempts.append("released")

    async def change_policy(self, run_id: str, key: StepKey, policy: Policy) -> bool:
        await self.ping()
        if key not in [item.key for item in self.tried]:
            raise NotFound("step being tried", key)
        self.policies.append((key, policy))
        return self.changes_in_place

    def _check_started(self, run_id: str) -> None:
        if run_id not in self.started:
            raise NotFound("run in progress", run_id)

    async def wake(self, run_id: str, wait_id: str) -> bool:
        await self.ping()
        self.woken.append(wait_id)
        return run_id not in self.over

    async def start_bulk(self, call: BulkCall) -> None:
        await self.ping()
        self.bulk.append(call)

    async def start_evaluation(self, call: EvaluationCall) -> None:
        await self.ping()
        self.evaluations.append(call)

    async def ask_worker(self, call: TryCall | ConnectCall) -> Tried:
        await self.ping()
        self.asked.append(call)
        return self.answers

    async def reply_in_slack(self, call: SlackReplyCall) -> None:
        await self.ping()
        self.slack_replies.append(call)

    async def read_specification(self, call: SpecificationCall) -> SpecificationAnswer:
        await self.ping()
        return self.specification

    async def deliver_now(self, call: DeliverCall) -> None:
        await self.ping()
        self.delivered.append(call)

    async def queues(self, names: Iterable[str]) -> list[QueueState]:
        await self.ping()
        known = {state.name: state for state in self.queue_states}
        return [known.get(name) or QueueState(name=name) for name in sorted(names)]

    async def put_schedule(self, order: ScheduleOrder) -> None:
        await self.ping()
        self.schedules[order.trigger_id] = order

    async def delete_schedule(self, trigger_id: str) -> None:
        await self.ping()
        self.schedules.pop(trigger_id, None)

    async def backfill(self, trigger_id: str, since: datetime, until: datetime) -> None:
        await self.ping()
        if trigger_id not in self.schedules:
            raise NotFound("schedule", trigger_id)
        self.backfilled.append((since, until))

    async def ping(self) -> None:
        if self.away:
            raise Unavailable("Temporal does not answer.")
