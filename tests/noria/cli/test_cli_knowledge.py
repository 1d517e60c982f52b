"""`noria knowledge`."""

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

from noria.client import Client
from noria.client.http import SignIn
from tests.noria.command_line import Noria
from tests.noria.fake_noria import FakeNoria

BASE_ID = "01a1fdde-f2a0-7315-ab86-769cbe5e4af4"
AT = f"knowledge-bases/{BASE_ID}"


def base(**more: Any) -> dict[str, Any]:
    return {
        "id": BASE_ID, "name": "Handbook", "model": "local/minilm", "documents": 2, "open": 0,
        "failed": 0, "chunks": 9, **more,
    }  # fmt: skip


def document(number: int, name: str, status: str = "ready", **more: Any) -> dict[str, Any]:
    return {"id": f"d{number}", "name": name, "status": status, **more}


@pytest.fixture(autouse=True)
def handbook(served: FakeNoria) -> None:
    served.answers["GET knowledge-bases"] = httpx2.Response(200, json={"items": [base()]})
    served.answers[f"GET {AT}"] = httpx2.Response(200, json=base())


def test_bases_are_listed_with_how_they_stand(noria_command: Noria, served: FakeNoria) -> None:
    busy = base(open=3, failed=1)
    served.answers["GET knowledge-bases"] = httpx2.Response(200, json={"items": [busy]})
    said = noria_command("knowledge", "list")
    as_json = noria_command("knowledge", "list", "--json")

    assert said.status == 0
    assert "Handbook  2 documents  9 chunks" in said.out
    assert "3 to be indexed, 1 failed" in said.out
    assert json.loads(as_json.out)[0]["name"] == "Handbook"


def test_files_and_urls_are_added(noria_command: Noria, served: FakeNoria, tmp_path: Path) -> None:
    served.answers[f"POST {AT}/documents"] = httpx2.Response(202, json=document(1, "leave.md"))
    served.answers[f"POST {AT}/documents/url"] = httpx2.Response(202, json=document(2, "web"))
    path = tmp_path / "leave.md"
    path.write_text("30 days")
    said = noria_command("knowledge", "add", "Handbook", str(path), "https://x.example/a")

    assert said.status == 0
    file, url = served.requests[-2:]
    assert (file.url.params["name"], file.content) == ("leave.md", b"30 days")
    assert file.headers["content-type"] == "text/markdown"
    assert json.loads(url.content) == {"url": "https://x.example/a", "name": None}


def test_details_go_along_and_narrow_searches(
    noria_command: Noria, served: FakeNoria, tmp_path: Path
) -> None:
    served.answers[f"POST {AT}/documents"] = httpx2.Response(202, json=document(1, "leave.md"))
    served.answers[f"POST {AT}/documents/url"] = httpx2.Response(202, json=document(2, "web"))
    answer = httpx2.Response(200, json={"hits": [], "took_ms": 12})
    served.answers[f"POST {AT}/search"] = answer
    path = tmp_path / "leave.md"
    path.write_text("30 days")
    details = ("--detail", "language=en", "--detail", "year=2026")
    noria_command("knowledge", "add", "Handbook", str(path), "https://x.example/a", *details)
    file, url = served.requests[-2:]
    noria_command("knowledge", "search", "Handbook", "Leave?", "--where", "final=true")
    narrowed = served.sent()
    wrong = noria_command("knowledge", "search", "Handbook", "Leave?", "--where", "final")

    told = {"language": "en", "year": 2026}
    assert json.loads(file.url.params["details"]) == json.loads(url.content)["details"] == told
    assert narrowed["filter"] == {"final": True}
    assert (wrong.status, "write it as NAME=VALUE" in wrong.err) == (1, True)


def test_details_are_changed_in_python(served: FakeNoria) -> None:
    changed = document(1, "leave.md", details={"language": "de"})
    served.answers[f"PATCH {AT}/documents/d1"] = httpx2.Response(200, json=changed)
    with Client(sign_in=SignIn(api_key="k"), transport=httpx2.MockTransport(served)) as noria:
        found = noria.change_details(BASE_ID, "d1", {"language": "de"})

    assert found.details == {"language": "de"}
    assert served.sent() == {"details": {"language": "de"}}


def test_waiting_ends_with_what_could_not_be_indexed(
    noria_command: Noria, served: FakeNoria, tmp_path: Path
) -> None:
    failed = document(1, "scan.pdf", "failed", error="It has no text.")
    served.answers[f"POST {AT}/documents"] = httpx2.Response(202, json=document(1, "scan.pdf"))
    listed = {"items": [failed, document(2, "other")]}
    served.answers[f"GET {AT}/documents"] = httpx2.Response(200, json=listed)
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF")
    said = noria_command("knowledge", "add", BASE_ID, str(path), "--wait")

    assert said.status == 1
    assert "failed: It has no text." in said.out
    assert "other" not in said.out


def test_a_search_says_where_its_passages_stand(noria_command: Noria, served: FakeNoria) -> None:
    hit = {
        "document": "leave.pdf", "text": "30 days \x1b[2J", "page": 3, "heading": "Leave",
        "score": 0.91,
    }  # fmt: skip
    answer = httpx2.Response(200, json={"hits": [hit], "took_ms": 12})
    served.answers[f"POST {AT}/search"] = answer
    said = noria_command("knowledge", "search", "Handbook", "How long?", "--mode", "words")

    assert said.out.startswith("0.91  leave.pdf, page 3, Leave\n30 days")
    assert "\x1b" not in said.out
    assert served.sent() == {"query": "How long?", "limit": 8, "mode": "words"}


def test_all_is_indexed_again(noria_command: Noria, served: FakeNoria) -> None:
    served.answers[f"POST {AT}/index"] = httpx2.Response(202, json=base(open=2))
    begun = noria_command("knowledge", "reindex", "Handbook")
    served.answers[f"GET {AT}"] = httpx2.Response(200, json=base(failed=1))
    waited = noria_command("knowledge", "reindex", "Handbook", "--wait")

    assert (begun.status, waited.status) == (0, 1)
    assert ("2 to be indexed" in begun.out, "1 failed" in waited.out) == (True, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("search", "Nobody's", "x"), 'no knowledge base "Nobody\'s"'),
        (("add", "Handbook", "/nowhere.pdf"), "'/nowhere.pdf' can't be read"),
        (("add", "Handbook", "a", "b", "--name", "c"), "--name is for one"),
        (("search", "Handbook", "x", "--limit", "0"), "--limit is 0"),
    ],
)
def test_what_can_not_be_is_told(
    noria_command: Noria, arguments: tuple[str, ...], told: str
) -> None:
    said = noria_command("knowledge", *arguments)

    assert said.status == 1
    assert told in said.err


def test_waiting_asks_until_nothing_is_open(served: FakeNoria) -> None:
    served.answers[f"GET {AT}"] = [httpx2.Response(200, json=base(open=left)) for left in (2, 1, 0)]
    pauses: list[float] = []
    with Client(sign_in=SignIn(api_key="k"), transport=httpx2.MockTransport(served)) as noria:
        noria.wait_for_index(BASE_ID, pauses.append)

    assert len(pauses) == 2
