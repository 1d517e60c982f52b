"""Who took hold of what, as people read it."""

from tests.api.client import Client
from tests.api.fakes import FakeTemporal


async def test_a_cancel_is_noted_with_who_did_it(owner: Client) -> None:
    workflow_id = await owner.publish()
    run = await owner.start(workflow_id)

    await owner.json("POST", f"/runs/{run['id']}/cancel")
    (entry,) = (await owner.json("GET", f"/runs/{run['id']}/audit"))["items"]

    assert entry["action"] == "run.cancel"
    assert (entry["target_type"], entry["target_id"]) == ("run", run["id"])
    assert entry["result"] == "done"
    assert entry["account"]["email"] == "owner@noria.example"


async def test_a_refused_act_is_noted_with_its_reason(owner: Client) -> None:
    workflow_id = await owner.publish()
    run = await owner.start(workflow_id)
    await owner.json("POST", f"/runs/{run['id']}/terminate", json={"reason": "too dear"})

    refused = await owner.ask("POST", f"/runs/{run['id']}/pause")
    newest, oldest = (await owner.json("GET", "/audit"))["items"]

    assert refused.status_code == 409
    assert (newest["action"], newest["result"]) == ("run.pause", "refused")
    assert newest["details"] == {"code": "cannot_apply"}
    assert (oldest["action"], oldest["result"]) == ("run.terminate", "done")
    assert oldest["details"] == {"reason": "too dear"}


async def test_an_act_whose_end_is_not_known_is_noted_as_failed(
    owner: Client, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.publish()
    run = await owner.start(workflow_id)
    temporal.away = True

    answer = await owner.ask("POST", f"/runs/{run['id']}/cancel")
    (entry,) = (await owner.json("GET", "/audit?action=run.cancel"))["items"]

    assert answer.status_code == 503
    assert (entry["result"], entry["details"]) == ("failed", {"code": "unavailable"})


async def test_the_list_is_filtered(owner: Client) -> None:
    workflow_id = await owner.publish()
    first, second = [await owner.start(workflow_id) for _ in range(2)]
    for run in (first, second):
        await owner.json("POST", f"/runs/{run['id']}/cancel")

    found = await owner.json("GET", f"/audit?target_type=run&target_id={first['id']}")
    nothing = await owner.json("GET", "/audit?action=run.pause")

    assert [entry["target_id"] for entry in found["items"]] == [first["id"]]
    assert nothing == {"items": [], "next_cursor": None}


async def test_nothing_is_noted_of_a_run_that_does_not_exist(
    owner: Client, stranger: Client
) -> None:
    workflow_id = await owner.publish()
    run = await owner.start(workflow_id)

    answer = await stranger.ask("POST", f"/runs/{run['id']}/cancel")

    assert answer.status_code == 404
    assert (await stranger.json("GET", "/audit"))["items"] == []
