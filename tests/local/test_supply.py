"""What is installed is what was looked at."""

import json
import re
from typing import Any

import httpx2
import pytest

from local.supply import LOCK, WEB_LOCK, audit, audit_web, bill, read_lock, read_web_lock

PACKAGES = read_lock(LOCK.read_text())


def test_k4_every_package_is_pinned_by_hash_and_none_comes_from_elsewhere() -> None:
    text = LOCK.read_text()
    lines = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]

    assert len(lines) == len(PACKAGES) > 50
    assert [package.name for package in PACKAGES if not package.hashes] == []
    assert re.findall(r"^(?:-i|--index-url|--extra-index-url|-e|git\+).*", text, re.MULTILINE) == []


def test_the_bill_of_materials_has_every_package_with_its_hashes() -> None:
    made = bill(PACKAGES)

    assert made["bomFormat"] == "CycloneDX"
    assert [part["purl"] for part in made["components"]] == [each.purl for each in PACKAGES]
    assert all(part["hashes"] for part in made["components"])
    assert bill(PACKAGES) == made


def test_the_bill_of_the_web_app_says_what_is_shipped() -> None:
    made = {part["purl"]: part for part in bill(read_web_lock(WEB_LOCK.read_text()))["components"]}

    locked = json.loads(WEB_LOCK.read_text())["packages"]
    react = made[f"pkg:npm/react@{locked['node_modules/react']['version']}"]
    tools = made[f"pkg:npm/%40types/node@{locked['node_modules/@types/node']['version']}"]
    assert (react["scope"], tools["scope"]) == ("required", "excluded")
    assert {each["alg"] for part in made.values() for each in part["hashes"]} == {"SHA-512"}
    assert all(len(each["content"]) == 128 for part in made.values() for each in part["hashes"])
    assert {part["name"] for part in made.values()} == {
        entry.get("name") or place.rpartition("node_modules/")[2]
        for place, entry in locked.items()
        if place
    }


def test_a_web_package_that_is_in_the_lock_twice_is_shipped_if_one_of_them_is() -> None:
    lock = {
        "packages": {
            "": {"version": "0.1.0"},
            "node_modules/a": {"version": "1.0.0", "dev": True},
            "node_modules/b/node_modules/a": {"version": "1.0.0", "integrity": "sha512-AAAA"},
            "node_modules/c": {"name": "real", "version": "2.0.0"},
        }
    }

    found = read_web_lock(json.dumps(lock))

    assert [(each.name, each.is_shipped, each.hashes) for each in found] == [
        ("a", True, ("000000",)),
        ("real", True, ()),
    ]


def test_a_known_hole_fails_the_audit(capsys: pytest.CaptureFixture[str]) -> None:
    def ask(question: Any) -> Any:
        results: list[dict[str, Any]] = [{} for _ in question["queries"]]
        results[3] = {"vulns": [{"id": "GHSA-1"}]}
        return {"results": results}

    assert audit(PACKAGES, ask) == 1
    assert f"{PACKAGES[3].purl}: GHSA-1" in capsys.readouterr().out


def test_without_a_network_the_audit_says_that_it_did_not_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def ask(_: Any) -> Any:
        raise httpx2.ConnectError("no network")

    assert audit(PACKAGES, ask) == 0
    assert "did NOT run" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("printed", "status", "told"),
    [
        ('{"metadata": {"vulnerabilities": {"high": 1, "critical": 1, "total": 5}}}', 1, "2 known"),
        (
            '{"metadata": {"vulnerabilities": {"high": 0, "critical": 0, "total": 3}}}',
            0,
            "3 in all",
        ),
        ('{"message": "request failed", "error": {"code": "ENOTFOUND"}}', 0, "did NOT run"),
        ("", 0, "did NOT run"),
    ],
)
def test_web_packages_are_audited_or_it_is_said_that_they_were_not(
    capsys: pytest.CaptureFixture[str], printed: str, status: int, told: str
) -> None:
    assert audit_web(lambda: printed) == status
    assert told in capsys.readouterr().out
