"""Templates: workflows to begin with."""

from typing import Annotated

from fastapi import APIRouter, Query, status

from api import audit
from api.access import Editor, Reader
from api.importing import Place, add_workflow, publish_workflow
from api.schemas.exchange import TemplateRead, TemplatesFound, TemplateTextRead, TemplateUse
from api.schemas.shape import GraphDocument, Page
from api.schemas.workflows import WorkflowRead
from api.services import Db, Parts
from api.template_files import example_address, find_template, read_templates, read_texts
from api.template_search import find_like
from api.workflows import read_workflow
from noria.exchange import Document, Exported, node_types
from store import workflows

MAX_QUERY_CHARS = 200
router = APIRouter(prefix="/templates", tags=["templates"])


@router.get("")
async def list_templates(_caller: Reader, parts: Parts) -> Page[TemplateRead]:
    """All of them in one page, by category and name."""
    port = parts.settings.example_port
    found = [_read(slug, document, port) for slug, document in read_templates(port).items()]
    found.sort(key=lambda template: (template.category, template.name))
    return Page(items=found, next_cursor=None)


@router.get("/search")
async def search_templates(
    query: Annotated[str, Query(min_length=1, max_length=MAX_QUERY_CHARS, pattern=r"^[^\x00]*$")],
    _caller: Reader,
    parts: Parts,
) -> TemplatesFound:
    """Those that are like what is looked for, in one page, the best first.

    By meaning, as the bundled embedding model judges, and by words, in English and German, put together
    by reciprocal rank; by words alone while no worker of models answers.
    """
    return await find_like(query, read_templates(parts.settings.example_port), parts.runs)


@router.post("/{slug}/use", status_code=status.HTTP_201_CREATED)
async def use_template(
    slug: str, body: TemplateUse, caller: Editor, session: Db, parts: Parts
) -> WorkflowRead:
    """Make a workflow of it. Those that it runs are made and published too, unless they are here."""
    document = find_template(slug, parts.settings.example_port)
    main, *others = document.workflows
    place = Place(caller=caller, folder_id=body.folder_id)
    for other in others:
        if other.name not in await workflows.names_in(session, workspace_id=caller.workspace_id):
            await publish_workflow(session, place, await add_workflow(session, place, other))
    named = Exported(name=body.name or main.name, tags=main.tags, graph=main.graph)
    workflow = await add_workflow(session, place, named)
    await audit.note(session, caller, "workflow.use_template", workflow.id, template=slug)
    return await read_workflow(workflow.id, caller, session)


def _read(slug: str, document: Document, port: int) -> TemplateRead:
    main, facts = document.workflows[0], document.template
    return TemplateRead(
        slug=slug,
        name=main.name,
        category=facts.category if facts else "Other",
        description=facts.description if facts else "",
        translations={
            language: TemplateTextRead(name=text.name, description=text.description)
            for language, text in read_texts(slug).translations.items()
        },
        node_types=node_types(main.graph),
        workflows=len(document.workflows),
        credentials=facts.credentials if facts else {},
        uses_example=example_address(port) in str(main.graph),
        graph=GraphDocument.model_validate(main.graph),
    )
