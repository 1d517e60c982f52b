"""Answers the copilot's questions, for those who ask from outside of runs."""

from collections.abc import Callable
from typing import Any

from temporalio import activity

from activities.ai.copiloting import answer
from activities.redaction import redacting
from noria.copilot.work import COPILOT, CopilotAnswer, CopilotCall
from noria.errors import NodeError
from worker.models import Contexts

SECONDS = 110.0


class Copilot:
    """An activity that stands alone, on workers of the queue `ai`."""

    def __init__(self, contexts: Contexts) -> None:
        self._contexts = contexts

    def activities(self) -> list[Callable[..., Any]]:
        """For the worker of the queue `ai`."""
        return [self.answer]

    @activity.defn(name=COPILOT)
    async def answer(self, call: CopilotCall) -> CopilotAnswer:
        """What goes wrong is an answer, for whoever looks on. It says nothing that is secret."""
        with redacting() as secrets:
            context = self._contexts.asked_by(
                call.account_id, call.workspace_id, "copilot", timeout_s=SECONDS
            )
            try:
                return await answer(call, context)
            except NodeError as error:
                return CopilotAnswer(refusal=secrets.text(str(error)))
