"""Evaluates: the activities of `EvaluationWorkflow`. How far one is stands in its rows."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import orjson
import structlog
from pydantic import JsonValue, TypeAdapter
from temporalio import activity
from temporalio.client import Client

from activities.adapter.timing import beat
from activities.ai.judging import judge_by_model, judge_nearness
from activities.redaction import redacting
from noria.ai.ledger import Payer
from noria.blobs import BlobRef, is_blob
from noria.errors import NodeFailed, NodeUnavailable, NoriaError, NotFound, Unavailable
from noria.evaluation.evaluators import (
    Answered,
    Evaluator,
    Judge,
    Score,
    Similarity,
    judge_plainly,
    needs_models,
)
from noria.evaluation.work import (
    ADVANCE,
    MAX_ATTEMPTS,
    SCORE,
    EvaluationCall,
    Progress,
    ScoreCall,
)
from noria.run import FINAL_RUN, RunStatus
from store import evaluations, workflows
from store.database import Database, Session
from store.evaluation_tables import Evaluation, EvaluationCase
from store.evaluations import CaseOfRun
from store.launch import Launching, Order, launch
from worker.context import LiveContexts
from worker.keeping import begin_forgotten
from workflows.begin import start_evaluation

SECONDS = 240.0
"""For one evaluator that asks a model."""
LEFT_AFTER = timedelta(seconds=30)
READ_EVALUATORS = TypeAdapter(list[Evaluator])

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Evaluations:
    """Idempotent: an attempt that died is gone on with where its rows stand."""

    def __init__(self, launching: Launching, contexts: LiveContexts) -> None:
        self._launching = launching
        self._database = launching.database
        self._contexts = contexts

    def activities(self) -> list[Callable[..., Any]]:
        """For workers of the queue `default`."""
        return [self.advance, self.score]

    def judging(self) -> list[Callable[..., Any]]:
        """For workers of the queue `ai`."""
        return [self.score]

    @activity.defn(name=ADVANCE)
    async def advance(self, call: EvaluationCall) -> Progress:
        """Note which runs have ended, start the next ones, and say what is to be judged."""
        async with self._database.sessions.begin() as session:
            try:
                evaluation = await _locked(session, call)
            except NotFound:
                return Progress(over=True)
            for case in await evaluations.cases_under_way(session, evaluation):
                await self._note_end(session, case)
            if await evaluations.count_up(session, evaluation):
                await evaluations.end(session, evaluation, "succeeded")
            elif evaluation.status == "queued":
                evaluation.status = "running"
            if evaluation.status != "running":
                log.info("evaluation_over", evaluation_id=call.evaluation_id, why=evaluation.status)
                return Progress(over=True)
            ended = await evaluations.cases_with(session, evaluation, "ended", 20)
            open_ = await evaluations.cases_with(session, evaluation, "running", 100)
            room = max(evaluation.concurrency - len(open_) - len(ended), 0)
            starting = await evaluations.cases_with(session, evaluation, "queued", room)
        problem = await self._start_all(evaluation, starting)
        if problem:
            await self._fail(call, problem)
            return Progress(over=True)
        evaluators = READ_EVALUATORS.validate_python(evaluation.evaluators)
        return Progress(
            to_score=tuple(case.number for case in ended), needs_models=needs_models(evaluators)
        )

    @activity.defn(name=SCORE)
    async def score(self, order: ScoreCall) -> None:
        """Judge one answer by all evaluators."""
        stop = beat(activity.info())
        try:
            async with self._database.sessions.begin() as session:
                try:
                    evaluation = await _locked(session, order.call, lock=False)
                except NotFound:
                    return
                case = await evaluations.get_case(session, evaluation, order.number)
            if case.status != "ended":
                return
            evaluators = READ_EVALUATORS.validate_python(evaluation.evaluators)
            answered = Answered(input=case.input, expected=case.expected, output=case.output)
            last = activity.info().attempt >= MAX_ATTEMPTS
            # Those that an attempt before this one got, in the order of the evaluators.
            scores = [Score.model_validate(each) for each in case.scores]
            for each in evaluators[len(scores) :]:
                scores.append(await self._judge(evaluation, each, answered, is_last=last))
                # What a model said was paid for: an attempt after this one is not to ask again.
                if needs_models([each]):
                    await self._keep(order, scores)
            await self._keep(order, scores, is_over=True)
        finally:
            stop()

    async def _keep(
        self, order: ScoreCall, scores: Sequence[Score], *, is_over: bool = False
    ) -> None:
        async with self._database.sessions.begin() as session:
            evaluation = await _locked(session, order.call, lock=False)
            case = await evaluations.get_case(session, evaluation, order.number)
            case.scores = [score.model_dump(mode="json") for score in scores]
            if is_over:
                case.passed = all(score.passed for score in scores)
                case.status = "scored"
            session.add(case)

    async def _judge(
        self, evaluation: Evaluation, evaluator: Evaluator, case: Answered, *, is_last: bool
    ) -> Score:
        if not isinstance(evaluator, Similarity | Judge):
            return await asyncio.to_thread(judge_plainly, evaluator, case)
        with redacting() as secrets:
            context = self._contexts.apart(
                str(evaluation.workspace_id),
                f"evaluation.{evaluator.kind}",
                timeout_s=SECONDS,
                payer=Payer(str(evaluation.account_id or ""), str(evaluation.workflow_id)),
            )
            try:
                if isinstance(evaluator, Similarity):
                    return await judge_nearness(evaluator, case, context)
                return await judge_by_model(evaluator, case, context)
            except NodeUnavailable as error:
                if not is_last:
                    raise
                reason = secrets.text(str(error))
            except NodeFailed as error:
                reason = secrets.text(str(error))
        return Score(evaluator=evaluator.name, passed=False, score=0, reason=reason[:1_000])

    async def _note_end(self, session: Session, found: CaseOfRun) -> None:
        case = found.case
        if found.status is None:
            case.error, case.status, case.passed = "Its run is gone.", "scored", False
        elif found.status == RunStatus.SUCCEEDED:
            case.output = await self._opened(str(case.workspace_id), found.output)
            case.status = "ended"
        elif found.status in FINAL_RUN:
            message = (found.error or {}).get("message")
            case.error = str(message or f"The run ended as {found.status}.")[:1_000]
            case.status, case.passed = "scored", False
        session.add(case)
        await session.flush()

    async def _start_all(
        self, evaluation: Evaluation, cases: Sequence[EvaluationCase]
    ) -> str | None:
        """Why it can't go on; None where it can."""
        for case in cases:
            activity.heartbeat()
            changed = await self._is_changed(evaluation)
            if changed:
                return changed
            try:
                run_id, error = await launch(self._launching, _order(evaluation, case)), None
            except Unavailable:
                raise
            except NoriaError as refusal:
                run_id, error = None, str(refusal)[:1_000]
            async with self._database.sessions.begin() as session:
                row = await evaluations.get_case(session, evaluation, case.number)
                if row.status != "queued":
                    continue
                row.run_id, row.error = run_id, error
                row.status, row.passed = ("running", None) if run_id else ("scored", False)
                session.add(row)
        return None

    async def _is_changed(self, evaluation: Evaluation) -> str | None:
        if evaluation.draft_revision is None:
            return None
        async with self._database.sessions.begin() as session:
            workflow = await workflows.get_workflow(
                session,
                workspace_id=evaluation.workspace_id,
                workflow_id=evaluation.workflow_id,
            )
        if workflow.draft_revision == evaluation.draft_revision:
            return None
        return "The draft was changed while it was evaluated: evaluate it again."

    async def _fail(self, call: EvaluationCall, problem: str) -> None:
        async with self._database.sessions.begin() as session:
            evaluation = await _locked(session, call)
            await evaluations.end(session, evaluation, "failed", problem)

    async def _opened(self, workspace_id: str, value: Any) -> JsonValue:
        if not is_blob(value):
            return value
        digest = BlobRef.model_validate(value).digest
        try:
            return orjson.loads(await self._launching.blobs.get(workspace_id, digest))
        except (NotFound, ValueError):
            return value


def _order(evaluation: Evaluation, case: EvaluationCase) -> Order:
    key = f"evaluation:{evaluation.id}:{case.number}"
    return Order(
        workspace_id=evaluation.workspace_id,
        workflow_id=evaluation.workflow_id,
        account_id=evaluation.account_id,
        input=case.input,
        version=evaluation.version,
        draft=evaluation.version is None,
        idempotency_key=key,
        request_hash=key.encode(),
    )


async def _locked(session: Session, call: EvaluationCall, *, lock: bool = True) -> Evaluation:
    return await evaluations.get_evaluation(
        session,
        workspace_id=UUID(call.workspace_id),
        evaluation_id=UUID(call.evaluation_id),
        lock=lock,
    )


async def begin_evaluations(database: Database, client: Client) -> int:
    """As `begin_documents`."""
    left = partial(evaluations.left_lying, older_than=LEFT_AFTER)
    return await begin_forgotten(database, left, partial(start_evaluation, client))
