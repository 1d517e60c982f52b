"""The example workflows that a new workspace starts with."""

import json
from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex
from typing import Any
from uuid import UUID

import structlog

from api.compiling import compile_document, graph_hash
from noria.compile import Compiled
from noria.credential_types.database import DATABASE
from noria.exchange import read_document
from noria.triggers.chat import CHAT, ChatConfig
from noria.triggers.mapping import MessageMapping
from store import triggers, versions, workflows
from store.credentials import CredentialChange, add_credential
from store.database import Session
from store.ids import new_id
from store.sealing import Sealer
from store.tables import Workflow
from store.trigger_tables import Trigger

EXAMPLES = Path(__file__).parent.parent / "examples"
WITH_MODELS = ("support-triage", "research-team", "handbook-chat", "invoice-to-database")
"""Templates that a new workspace has besides: they ask models, and run offline."""
CHATS = {
    "Chat over a handbook": ChatConfig(
        title="Ask the handbook",
        greeting="I answer from the handbook, and name where I have it from.",
        openings=["How many days of paid leave does every employee have?"],
    )
}
"""By workflow: examples that people talk with get a chat for members."""
DATABASES = {"shop-database": "sqlite:///examples.db"}
"""Credentials that examples name, with which they run offline: a file of the workspace's own."""
RANDOM_BYTES = 16
"""Of a chat's address, which nobody can guess."""
EXAMPLE_PORT = 8410
"""Written into the example graphs' addresses of the shop."""

log = structlog.get_logger()


def read_examples(port: int = EXAMPLE_PORT, folder: Path = EXAMPLES) -> list[dict[str, Any]]:
    """Each `<name>/workflow.json`, then those with models, with the shop where it really listens."""
    written, real = (f"http://127.0.0.1:{number}/" for number in (EXAMPLE_PORT, port))
    drawn = [
        json.loads(path.read_text().replace(written, real))
        for path in sorted(folder.glob("*/workflow.json"))
    ]
    templates = (folder / "templates" / f"{name}.yaml" for name in WITH_MODELS)
    documents = [
        read_document(path.read_text().replace(written, real))
        for path in templates
        if path.exists()
    ]
    # What an example calls is there, published, before it is.
    asking = [
        {"name": each.name, "graph": each.graph}
        for document in documents
        for each in reversed(document.workflows)
    ]
    return drawn + asking


async def compile_examples(
    examples: Sequence[dict[str, Any]],
) -> list[tuple[dict[str, Any], Compiled]]:
    """For `seed_examples`: the first one may take longer than a transaction may wait."""
    return [(example, await compile_document(example["graph"])) for example in examples]


async def seed_examples(
    session: Session,
    *,
    workspace_id: UUID,
    account_id: UUID | None,
    examples: Sequence[tuple[dict[str, Any], Compiled]],
    sealer: Sealer | None = None,
) -> list[str]:
    """Add each as a draft, published where it compiles; gives the names.

    Without a sealer no credential can be kept, and an example that names one says so when it runs.
    """
    if sealer is not None and account_id is not None:
        await _add_databases(session, sealer, workspace_id, account_id)
    names: list[str] = []
    for example, compiled in examples:
        graph = example["graph"]
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
        if workflow.name in CHATS:
            await _open_chat(session, workflow, account_id)
    return names


async def _add_databases(
    session: Session, sealer: Sealer, workspace_id: UUID, account_id: UUID
) -> None:
    for name, url in DATABASES.items():
        await add_credential(
            session,
            sealer,
            workspace_id=workspace_id,
            account_id=account_id,
            type_name=DATABASE.name,
            new=CredentialChange(name=name, public={}, secrets={"url": url}, allowed_hosts=[]),
        )


async def _open_chat(session: Session, workflow: Workflow, account_id: UUID | None) -> None:
    config = CHATS[workflow.name]
    path = token_hex(RANDOM_BYTES)
    await triggers.add_trigger(
        session,
        trigger=Trigger(
            id=new_id(),
            workspace_id=workflow.workspace_id,
            workflow_id=workflow.id,
            type=CHAT.name,
            name=config.title,
            config=config.model_copy(update={"path": path}).model_dump(mode="json"),
            mapping=MessageMapping().model_dump(mode="json"),
            path=path,
            account_id=account_id,
        ),
    )
