"""Every template compiles without a problem, and runs to what it promises on the real engine.

The outside world is the example service itself, without its bad moods; time jumps over what waits.
"""

import importlib.util
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from pydantic import JsonValue
from temporalio.testing import WorkflowEnvironment

from noria.compile import compile_graph
from noria.exchange import Document, Try, read_document
from noria.model import Graph, PortName
from noria.waits import Taken
from tests.activities.knowledge.shelf import GivenShelf
from tests.examples.conftest import Desk
from tests.reference.workshop import Workshop, catalog, workshop
from tests.workflows.fake_sub_runs import FakeSubRuns
from workflows.graph_workflow import GraphWorkflow

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
DOCUMENTS: dict[str, Document] = {
    path.stem: read_document(path.read_text())
    for path in sorted((EXAMPLES / "templates").glob("*.yaml"))
}
"""Those that name credentials run in `test_connections`, against real servers."""


def _tries() -> list[Any]:
    return [
        pytest.param(document, each, id=f"{slug}-{number}")
        for slug, document in DOCUMENTS.items()
        if document.template and not document.template.credentials
        for number, each in enumerate(document.template.tries)
    ]


def example_shop(folder: Path) -> Any:
    """The example service, without its bad moods."""
    spec = importlib.util.spec_from_file_location("shop", EXAMPLES / "order-triage" / "shop.py")
    assert spec is not None
    assert spec.loader is not None
    shop: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(shop)
    return shop.Shop(shop.Ledger(folder / "shop.db"), shop.Moods(faults=0, seed=1))


@pytest.fixture
def called() -> FakeSubRuns:
    return FakeSubRuns()


@pytest.fixture
async def template_house(
    long_time: WorkflowEnvironment, desk: Desk, called: FakeSubRuns, tmp_path: Path
) -> AsyncGenerator[Workshop]:
    outside = httpx2.ASGITransport(app=example_shop(tmp_path).app)
    shelf = GivenShelf()
    async with workshop(long_time.client, GraphWorkflow, outside, desk, called, shelf) as house:
        yield house


def test_there_are_templates_for_many_purposes() -> None:
    facts = [document.template for document in DOCUMENTS.values() if document.template]

    assert len(facts) == len(DOCUMENTS) >= 20
    assert len({each.category for each in facts}) >= 5
    assert all(each.tries for each in facts)


@pytest.mark.parametrize("slug", DOCUMENTS)
def test_a_template_has_no_problems(slug: str) -> None:
    for exported in DOCUMENTS[slug].workflows:
        compiled = compile_graph(exported.graph, catalog())

        assert compiled.problems == []
        assert compiled.plan is not None


@pytest.mark.parametrize(("document", "promise"), _tries())
async def test_a_template_does_what_it_promises(
    template_house: Workshop, desk: Desk, called: FakeSubRuns, document: Document, promise: Try
) -> None:
    main, *others = document.workflows
    for other in others:
        called.plans[other.name] = compile_graph(other.graph, catalog()).require_plan()
    for email, decision in promise.answers.items():
        answer: dict[str, JsonValue] = {
            "decision": decision,
            "by": email,
            "comment": "",
            "data": None,
        }
        desk.present[email] = Taken(port=PortName(decision), output=answer)
    desk.kept.update(promise.events)

    run, _ = await template_house.run(Graph.model_validate(main.graph), promise.input)

    assert run.status.value == promise.status, run.error
    if promise.output is not None:
        assert run.output == promise.output
    elif promise.status == "succeeded":
        assert run.output is not None
