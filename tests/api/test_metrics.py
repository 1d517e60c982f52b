"""Figures for Prometheus, without ids."""

from tests.api.client import Client


async def test_requests_are_counted_by_route(owner: Client) -> None:
    workflow_id = await owner.add_workflow()
    await owner.json("GET", f"/workflows/{workflow_id}")
    answer = await owner.http.get("/metrics")

    assert answer.status_code == 200
    assert "noria_api_request_seconds_bucket" in answer.text
    assert "/workflows/{workflow_id}" in answer.text
    assert workflow_id not in answer.text
