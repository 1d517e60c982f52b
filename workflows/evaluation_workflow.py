"""Sees an evaluation through: starts the runs of its cases, waits for them, and has answers judged."""

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from noria.ai.names import AI_QUEUE
    from noria.evaluation.work import (
        ADVANCE,
        MAX_ATTEMPTS,
        SCORE,
        EvaluationCall,
        Progress,
        ScoreCall,
    )

from workflows.names import EVALUATION_WORKFLOW, TASK_QUEUE, task_queue

ROUNDS = 300
"""Per history: a round is a few events."""
FIRST_LOOK_S = 0.25
LAST_LOOK_S = 5.0
"""Runs are looked at after so long, less and less often."""
FOR_EVER = RetryPolicy(
    initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=30)
)
SOME_TIMES = RetryPolicy(
    initial_interval=timedelta(seconds=1),
    maximum_interval=timedelta(seconds=60),
    maximum_attempts=MAX_ATTEMPTS + 3,
)
"""The activity itself gives up first, and says why; what is beyond are killed workers."""


@workflow.defn(name=EVALUATION_WORKFLOW)
class EvaluationWorkflow:
    """Holds no state: how far it is stands in the evaluation's rows."""

    @workflow.run
    async def run(self, call: EvaluationCall) -> None:
        pause = FIRST_LOOK_S
        for _ in range(ROUNDS):
            progress = await workflow.execute_activity(
                ADVANCE,
                call,
                result_type=Progress,
                start_to_close_timeout=timedelta(minutes=2),
                heartbeat_timeout=timedelta(seconds=30),
                retry_policy=FOR_EVER,
            )
            if progress.over:
                return
            if progress.to_score:
                pause = FIRST_LOOK_S
                await self._score(call, progress)
            else:
                await workflow.sleep(timedelta(seconds=pause))
                pause = min(pause * 2, LAST_LOOK_S)
        workflow.continue_as_new(call)

    async def _score(self, call: EvaluationCall, progress: Progress) -> None:
        await asyncio.gather(
            *(
                workflow.execute_activity(
                    SCORE,
                    ScoreCall(call=call, number=number),
                    task_queue=task_queue(AI_QUEUE) if progress.needs_models else TASK_QUEUE,
                    start_to_close_timeout=timedelta(minutes=5),
                    heartbeat_timeout=timedelta(seconds=15),
                    retry_policy=SOME_TIMES,
                )
                for number in progress.to_score
            )
        )
