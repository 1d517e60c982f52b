"""Brings workflows of documents into a workspace, as drafts."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from api import audit
from api.access import Caller
from api.compiling import compile_document, graph_hash, problems_of_graph
from api.schemas.exchange import ImportedRead, ImportWrite
from api.services import Db
from noria import exchange
from noria.catalog import load_catalog
from noria.exchange import Document, Exported
from store import credentials, drafts, folders, versions, workflows
from store.tables import Workflow

MAX_NAME = 200


@dataclass(frozen=True)
class Place:
    """Who brings workflows, and where they go."""

    caller: Caller
    folder_id: UUID | None = None


async def import_document(
    session: Db, caller: Caller, document: Document, order: ImportWrite
) -> list[ImportedRead]:
    """All of its workflows, or with `dry_run` only what would come.

    Raises:
        NotFound: No such folder.
    """
    place = Place(caller, order.folder_id)
    if place.folder_id is not None:
        await folders.get_folder(
            session, workspace_id=caller.workspace_id, folder_id=place.folder_id
        )
    here = await workflows.names_in(session, workspace_id=caller.workspace_id)
    known = {*here, *map(str, here.values()), *(each.name for each in document.workflows)}
    taken = dict(here)
    found: list[ImportedRead] = []
    for exported in document.workflows:
        replaced = here.get(exported.name) if order.same_name == "replace" else None
        name = exported.name if replaced else free_name(exported.name, taken)
        named = exported.model_copy(update={"name": name})
        workflow_id = replaced
        if not order.dry_run:
            workflow_id = await _bring(session, place, named, replaced)
        taken[name] = workflow_id or caller.workspace_id
        found.append(await _read(named, workflow_id, replaced=replaced, known=known))
    return await _with_missing(session, caller, found)


async def _with_missing(
    session: Db, caller: Caller, found: list[ImportedRead]
) -> list[ImportedRead]:
    names = {name for each in found for name in each.credentials}
    here = await credentials.find_credentials(
        session, workspace_id=caller.workspace_id, names=names
    )
    return [
        each.model_copy(
            update={"missing_credentials": [name for name in each.credentials if name not in here]}
        )
        for each in found
    ]


def free_name(name: str, taken: Mapping[str, object]) -> str:
    """The name, or it with the first number behind it that makes it another one."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name[: MAX_NAME - 8]} {number}"
    return free


async def add_workflow(session: Db, place: Place, exported: Exported) -> Workflow:
    """A new one, with its draft and tags."""
    caller = place.caller
    workflow = await workflows.add_workflow(
        session, workspace_id=caller.workspace_id, name=exported.name, graph=_graph(exported)
    )
    workflow.folder_id, workflow.tags = place.folder_id, list(exported.tags)
    await drafts.note_author(session, workflow=workflow, account_id=caller.account_id)
    return workflow


async def publish_workflow(session: Db, place: Place, workflow: Workflow) -> None:
    """
    Raises:
        GraphInvalid: Its draft has errors.
    """
    compiled = await compile_document(workflow.draft_graph)
    await versions.publish(
        session,
        workflow=workflow,
        graph_hash=graph_hash(workflow.draft_graph),
        plan=compiled.require_plan(),
        account_id=place.caller.account_id,
    )


async def _bring(session: Db, place: Place, exported: Exported, replaced: UUID | None) -> UUID:
    caller = place.caller
    if replaced is None:
        workflow = await add_workflow(session, place, exported)
    else:
        workflow = await workflows.lock_workflow(
            session, workspace_id=caller.workspace_id, workflow_id=replaced
        )
        await drafts.save_draft(
            session, workflow=workflow, graph=_graph(exported), account_id=caller.account_id
        )
    await audit.note(session, caller, "workflow.import", workflow.id)
    return workflow.id


def _graph(exported: Exported) -> dict[str, object]:
    """As drafts are stored: with nodes and edges, whatever the document left out."""
    return {"nodes": [], "edges": [], **exported.graph}


async def _read(
    exported: Exported, workflow_id: UUID | None, *, replaced: UUID | None, known: set[str]
) -> ImportedRead:
    problems = await problems_of_graph(_graph(exported))
    nodes = exported.graph.get("nodes")
    return ImportedRead(
        name=exported.name,
        action="replace" if replaced else "create",
        workflow_id=workflow_id,
        nodes=len(nodes) if isinstance(nodes, list) else 0,
        problems=problems,
        credentials=exchange.credentials(exported.graph, load_catalog()),
        missing_credentials=[],
        missing_workflows=[
            name for name in exchange.sub_workflows(exported.graph) if name not in known
        ],
    )
