"""The example workflows that a new workspace starts with."""

import asyncio
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog

from api.compiling import compile_document, graph_hash
from store import versions, workflows
from store.database import Session

EXAMPLES = Path(__file__).parent.parent / "examples"

log = structlog.get_logger()


async def seed_examples(
    session: Session, *, workspace_id: UUID, account_id: UUID | None, folder: Path = EXAMPLES
) -> list[str]:
    """Add each `<name>/workflow.json` as a draft, published where it compiles; gives the names."""
    names: list[str] = []
    for example in await asyncio.to_thread(_read, folder):
        graph = example["graph"]
        compiled = await compile_document(graph)
        workflow = await workflows.add_workflow(
            session, workspace_id=workspace_id, name=example["name"], graph=graph
        )
        names.append(workflow.name)
        if compiled.plan is None:
            log.warning("example_has_problems", example=workflow.name)
            continue
        await versions.publish(
            session,
            workflow=workflow,
            graph_hash=graph_hash(graph),
            plan=compiled.plan,
            account_id=account_id,
        )
    return names


def _read(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted(folder.glob("*/workflow.json"))]
