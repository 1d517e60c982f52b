"""Drafts: the graph being edited, kept in its workflow's row."""

from typing import Any

from store.database import Session, time_of
from store.tables import Workflow


async def save_draft(session: Session, *, workflow: Workflow, graph: dict[str, Any]) -> None:
    """Replace the draft of a workflow that was locked by `lock_workflow`; adds a revision."""
    now = await time_of(session)
    workflow.draft_graph = graph
    workflow.draft_revision += 1
    workflow.draft_updated_at = now
    workflow.updated_at = now
