import httpx2
import pytest

from noria.client import Client
from noria.client.http import SignIn
from noria.errors import Conflict, GraphInvalid, Invalid, NotFound
from noria.run import RunStatus
from tests.noria.fake_noria import RUN_ID, WORKFLOW_ID, FakeNoria, events, problem, run_json

WORKFLOW = {"id": WORKFLOW_ID, "name": "Orders", "latest_version": 2}
OTHER = {"id": WORKFLOW_ID.replace("a", "b"), "name": "Orders, old", "latest_version": None}


@pytest.fixture
def fake() -> FakeNoria:
    return FakeNoria()


@pytest.fixture
def noria(fake: FakeNoria) -> Client:
    return Client(sign_in=SignIn(api_key="key"), transport=httpx2.MockTransport(fake))


def test_a_workflow_is_found_by_its_exact_name(fake: FakeNoria, noria: Client) -> None:
    fake.answers["GET workflows"] = httpx2.Response(200, json={"items": [OTHER, WORKFLOW]})

    found = noria.find_workflow("Orders")

    assert (found.id, found.latest_version) == (WORKFLOW_ID, 2)
    assert fake.requests[0].url.params["search"] == "Orders"


def test_a_workflow_is_found_on_a_later_page(fake: FakeNoria, noria: Client) -> None:
    fake.answers["GET workflows"] = [
        httpx2.Response(200, json={"items": [OTHER], "next_cursor": "c2"}),
        httpx2.Response(200, json={"items": [WORKFLOW], "next_cursor": None}),
    ]

    assert noria.find_workflow("Orders").id == WORKFLOW_ID
    assert fake.requests[1].url.params["cursor"] == "c2"


def test_a_workflow_that_is_not_there_is_not_found(fake: FakeNoria, noria: Client) -> None:
    fake.answers["GET workflows"] = httpx2.Response(200, json={"items": [OTHER]})

    with pytest.raises(NotFound, match="'Orders'"):
        noria.find_workflow("Orders")


def test_a_name_that_several_workflows_have_is_refused(fake: FakeNoria, noria: Client) -> None:
    fake.answers["GET workflows"] = httpx2.Response(200, json={"items": [WORKFLOW, WORKFLOW]})

    with pytest.raises(Conflict, match="2 workflows are called 'Orders'"):
        noria.find_workflow("Orders")


def test_a_draft_is_saved_over_the_revision_that_was_read(fake: FakeNoria, noria: Client) -> None:
    fake.answers[f"PUT workflows/{WORKFLOW_ID}/draft"] = httpx2.Response(
        200, json={"graph": {}, "revision": 4, "problems": []}
    )

    saved = noria.save_draft(WORKFLOW_ID, {"nodes": []}, revision=3, force=True)

    assert saved.revision == 4
    assert fake.requests[0].headers["if-match"] == '"3"'
    assert fake.requests[0].url.params["force"] == "true"


def test_publishing_a_graph_with_errors_gives_all_problems(fake: FakeNoria, noria: Client) -> None:
    told = [{"code": "cycle", "message": "Round and round."}, {"code": "x", "message": "Y."}]
    fake.answers[f"POST workflows/{WORKFLOW_ID}/publish"] = problem(
        422, "graph_invalid", "Round and round. Y.", problems=told
    )

    with pytest.raises(GraphInvalid) as caught:
        noria.publish(WORKFLOW_ID)

    assert [p.code for p in caught.value.problems] == ["cycle", "x"]


def test_a_run_is_started_with_its_input(fake: FakeNoria, noria: Client) -> None:
    fake.answers[f"POST workflows/{WORKFLOW_ID}/runs"] = httpx2.Response(
        202, json=run_json("queued")
    )

    started = noria.start_run(WORKFLOW_ID, {"id": 7}, key="k", idempotency_key="i", wait_s=5)

    assert (started.id, started.status) == (RUN_ID, RunStatus.QUEUED)
    assert fake.sent() == {"input": {"id": 7}, "draft": False, "version": None, "key": "k"}


def test_a_run_without_an_input_gets_an_empty_object(fake: FakeNoria, noria: Client) -> None:
    fake.answers[f"POST workflows/{WORKFLOW_ID}/runs"] = httpx2.Response(202, json=run_json())

    noria.start_run(WORKFLOW_ID)

    assert fake.sent()["input"] == {}


def test_waiting_ends_with_the_run(fake: FakeNoria, noria: Client) -> None:
    fake.answers[f"GET runs/{RUN_ID}/events"] = events(
        {"seq": 1, "run": run_json("running")}, {"seq": 2, "run": run_json("succeeded")}
    )
    fake.answers[f"GET runs/{RUN_ID}"] = httpx2.Response(200, json=run_json(output={"a": 1}))

    assert noria.wait_for_run(RUN_ID).output == {"a": 1}


@pytest.mark.parametrize("run_id", ["", "../workflows", "latest", RUN_ID + "/x"])
def test_what_is_no_id_of_a_run_never_becomes_a_path(
    fake: FakeNoria, noria: Client, run_id: str
) -> None:
    with pytest.raises(Invalid, match="is not the id of a run"):
        noria.read_run(run_id)
    assert fake.requests == []


def test_settings_come_from_the_environment(fake: FakeNoria) -> None:
    settings = {"NORIA_URL": "http://noria:1/", "NORIA_API_KEY": "k", "NORIA_WORKSPACE": "w"}
    fake.answers["GET workflows"] = httpx2.Response(200, json={"items": []})

    with Client.from_environment(settings, httpx2.MockTransport(fake)) as noria:
        assert list(noria.list_workflows()) == []

    assert str(fake.requests[0].url) == "http://noria:1/api/v1/workflows"
    assert fake.requests[0].headers["authorization"] == "Bearer k"
    assert fake.requests[0].headers["x-workspace"] == "w"
