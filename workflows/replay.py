"""Replays histories: whether this code would have done what a run did. For tests, and before a deploy."""

from collections.abc import Sequence

from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DataConverter
from temporalio.worker import Replayer, WorkflowRunner

from workflows.worker_parts import WORKFLOWS, sandboxed_runner


async def replay(
    history: WorkflowHistory,
    *,
    workflows: Sequence[type] = WORKFLOWS,
    converter: DataConverter = pydantic_data_converter,
    runner: WorkflowRunner | None = None,
) -> None:
    """
    Raises:
        NondeterminismError: The code takes another way than the history.
    """
    replayer = Replayer(
        workflows=workflows,
        data_converter=converter,
        workflow_runner=runner or sandboxed_runner(),
    )
    await replayer.replay_workflow(history)
