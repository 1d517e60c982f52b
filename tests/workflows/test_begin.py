"""How the workflows that are no runs are begun."""

from typing import Any, cast

from temporalio.client import Client

from noria.bulk import BulkCall
from noria.evaluation.work import EvaluationCall
from noria.knowledge.work import DocumentCall
from noria.notices import DeliverCall
from workflows.begin import start_bulk, start_delivery, start_document, start_evaluation


class FakeClient:
    """Remembers by which workspace's turn each workflow comes."""

    def __init__(self) -> None:
        self.turns: dict[str, str | None] = {}

    async def start_workflow(self, workflow: str, call: Any, **options: Any) -> None:
        self.turns[options["id"]] = options["priority"].fairness_key


async def test_workspaces_take_turns_in_all_that_is_begun() -> None:
    fake = FakeClient()
    client = cast("Client", fake)
    document = DocumentCall(workspace_id="w4", base_id="b", document_id="d")

    await start_bulk(client, BulkCall(workspace_id="w1", bulk_id="b"))
    await start_evaluation(client, EvaluationCall(workspace_id="w2", evaluation_id="e"))
    await start_delivery(client, DeliverCall(workspace_id="w3", delivery_id="d"))
    await start_document(client, document)

    assert fake.turns == {
        "bulk-b": "w1",
        "evaluation-e": "w2",
        "delivery-d": "w3",
        document.workflow_id: "w4",
    }
