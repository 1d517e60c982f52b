"""Workflows that see one thing through by activities: what each activity answers in a scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from temporalio import activity
from temporalio.client import Client, WorkflowHistory
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError
from temporalio.worker import Worker

from noria.ai.names import AI_QUEUE
from noria.bulk import BulkCall
from noria.evaluation.work import ADVANCE, SCORE, EvaluationCall, Progress
from noria.knowledge.work import EMBED, FAIL, FINISH, READ, DocumentCall
from noria.notices import DELIVER, GIVE_UP, DeliverCall
from noria.triggers.fire_call import FireCall
from workflows.names import (
    BULK_PAGE,
    BULK_WORKFLOW,
    DELIVER_WORKFLOW,
    EVALUATION_WORKFLOW,
    FIRE,
    FIRE_WORKFLOW,
    KNOWLEDGE_WORKFLOW,
    TASK_QUEUE,
    task_queue,
)
from workflows.worker_parts import WORKFLOWS

NO = ApplicationError("No such address.", non_retryable=True)


@dataclass(frozen=True)
class Keeper:
    """One scenario."""

    workflow: str
    call: object
    answers: Mapping[str, Sequence[object]]
    """Of each activity, in the order of its calls; an error is raised."""


DOCUMENT = DocumentCall(workspace_id="workspace-1", base_id="base-1", document_id="document-1")

KEEPERS = {
    "bulk": Keeper(
        BULK_WORKFLOW,
        BulkCall(workspace_id="workspace-1", bulk_id="bulk-1"),
        {BULK_PAGE: [True, True, False]},
    ),
    "fire": Keeper(
        FIRE_WORKFLOW,
        FireCall(workspace_id="workspace-1", trigger_id="trigger-1"),
        {FIRE: [None]},
    ),
    "delivery_given_up": Keeper(
        DELIVER_WORKFLOW,
        DeliverCall(
            workspace_id="workspace-1",
            delivery_id="delivery-1",
            due_at=datetime.now(UTC) + timedelta(seconds=3),
        ),
        {DELIVER: [NO], GIVE_UP: [None]},
    ),
    "document": Keeper(KNOWLEDGE_WORKFLOW, DOCUMENT, {READ: [2], EMBED: [1, 0], FINISH: [None]}),
    "document_failed": Keeper(KNOWLEDGE_WORKFLOW, DOCUMENT, {READ: [NO], FAIL: [None]}),
    "evaluation": Keeper(
        EVALUATION_WORKFLOW,
        EvaluationCall(workspace_id="workspace-1", evaluation_id="evaluation-1"),
        {
            ADVANCE: [Progress(), Progress(to_score=(0, 1)), Progress(over=True)],
            SCORE: [None, None],
        },
    ),
}


async def played(client: Client, keeper: Keeper) -> WorkflowHistory:
    """The history of a scenario."""
    left = {name: list(answers) for name, answers in keeper.answers.items()}

    @activity.defn(dynamic=True)
    async def answer(_: Sequence[RawValue]) -> Any:
        given = left[activity.info().activity_type].pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    main = Worker(client, task_queue=TASK_QUEUE, workflows=WORKFLOWS, activities=[answer])
    models = Worker(client, task_queue=task_queue(AI_QUEUE), activities=[answer])
    async with main, models:
        handle = await client.start_workflow(
            keeper.workflow, keeper.call, id=f"keeper-{uuid4()}", task_queue=TASK_QUEUE
        )
        await handle.result()
    return await handle.fetch_history()
