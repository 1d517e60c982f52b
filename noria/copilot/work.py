"""What the copilot is asked, and its name in Temporal."""

from typing import Any, Literal

from pydantic import JsonValue

from noria.run import Record

COPILOT = "noria.copilot"
"""An activity that stands alone: no workflow starts it."""
Task = Literal["draft", "explain", "mend"]


class CopilotCall(Record):
    """A question about a graph. No secret is in it, nor anything that could run."""

    workspace_id: str
    account_id: str = ""
    """Who asks."""
    task: Task
    model: str
    credential: str | None = None
    words: str = ""
    """What somebody wants, in their words."""
    graph: dict[str, Any] = {}
    run: JsonValue = None
    """To mend: how the run failed."""


class CopilotAnswer(Record):
    """What the model says, and the graph that it proposes."""

    text: str = ""
    graph: dict[str, Any] | None = None
    refusal: str | None = None
    """Why there is no answer."""
    model: str = ""
    cost_usd: float | None = None
