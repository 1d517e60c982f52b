import httpx2
import pytest

from noria.client.http import MAX_RECONNECTS, Connection, SignIn
from noria.client.records import Checked, WorkflowSummary
from noria.errors import Invalid, NotFound, Unauthenticated, Unavailable
from tests.noria.fake_noria import EMAIL, PASSWORD, FakeNoria, events, run_json

ME = SignIn(email=EMAIL, password=PASSWORD)


def connect(fake: FakeNoria, sign_in: SignIn = ME, pauses: list[float] | None = None) -> Connection:
    slept = pauses if pauses is not None else []
    return Connection(
        "http://noria", sign_in, transport=httpx2.MockTransport(fake), pause=slept.append
    )


def test_an_email_and_password_are_traded_for_a_token_once() -> None:
    fake = FakeNoria()
    fake.needs_token = True
    fake.answers["GET x"] = lambda _: httpx2.Response(200, json={})
    connection = connect(fake)

    connection.send("GET", "x")
    connection.send("GET", "x")

    assert [r.url.path for r in fake.requests] == ["/api/v1/auth/sign-in", *["/api/v1/x"] * 2]


def test_an_expired_token_is_replaced() -> None:
    fake = FakeNoria()
    fake.needs_token = True
    fake.answers["GET x"] = lambda _: httpx2.Response(200, json={})
    connection = connect(fake)
    connection.send("GET", "x")
    fake.tokens[:] = ["other"]

    connection.send("GET", "x")

    assert fake.requests[-1].headers["authorization"] == "Bearer token-2"


def test_a_wrong_password_is_told() -> None:
    with pytest.raises(Unauthenticated, match="do not fit"):
        connect(FakeNoria(), SignIn(email=EMAIL, password="x")).send("GET", "x")


def test_a_refused_key_is_not_tried_again() -> None:
    fake = FakeNoria()
    fake.needs_token = True

    with pytest.raises(Unauthenticated):
        connect(fake, SignIn(api_key="old")).send("GET", "x")

    assert len(fake.requests) == 1


def test_nobody_at_all_is_asked_who_they_are() -> None:
    with pytest.raises(Unauthenticated, match="NORIA_API_KEY"):
        connect(FakeNoria(), SignIn()).send("GET", "x")


@pytest.mark.parametrize("url", ["noria", "ftp://noria", "http://", "http://[", "file:///etc"])
def test_what_is_no_url_is_told(url: str) -> None:
    with pytest.raises(Invalid):
        Connection(url, ME, transport=None)


def test_a_key_that_no_header_can_carry_is_told() -> None:
    with pytest.raises(Invalid):
        Connection("http://noria", SignIn(api_key="kéy\n"), transport=None).send("GET", "x")


def test_an_answer_that_is_not_norias_is_told() -> None:
    fake = FakeNoria()
    fake.answers["GET x"] = httpx2.Response(200, text="<html>")

    with pytest.raises(Unavailable, match="does not answer as Noria does"):
        connect(fake, SignIn(api_key="k")).ask("GET", "x", Checked)


def test_a_server_that_is_away_is_told() -> None:
    def away(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused")

    connection = Connection(
        "http://noria", SignIn(api_key="k"), transport=httpx2.MockTransport(away)
    )

    with pytest.raises(Unavailable, match="http://noria can't be reached"):
        connection.ask("GET", "x", WorkflowSummary)


def test_events_go_on_after_the_last_one_when_the_connection_breaks() -> None:
    fake, pauses = FakeNoria(), list[float]()
    fake.answers["GET e"] = [
        events({"seq": 1, "run": run_json("running")}),
        httpx2.Response(503, json={"detail": "away"}),
        events({"seq": 2, "run": run_json("running")}, {"seq": 3, "run": run_json("failed")}),
    ]

    seen = [event.seq for event in connect(fake, SignIn(api_key="k"), pauses).follow("e")]

    assert seen == [1, 2, 3]
    assert [r.headers.get("last-event-id") for r in fake.requests] == [None, "1", "1"]
    assert pauses == sorted(pauses)


def test_events_that_keep_breaking_are_given_up() -> None:
    fake, pauses = FakeNoria(), list[float]()
    fake.answers["GET e"] = lambda _: events()

    with pytest.raises(Unavailable, match="breaks off"):
        list(connect(fake, SignIn(api_key="k"), pauses).follow("e"))

    assert len(pauses) == MAX_RECONNECTS
    assert max(pauses) <= 5


def test_events_of_no_run_are_an_error_at_once() -> None:
    fake = FakeNoria()

    with pytest.raises(NotFound):
        list(connect(fake, SignIn(api_key="k")).follow("e"))

    assert len(fake.requests) == 1
