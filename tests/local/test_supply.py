"""What is installed is what was looked at."""

import re
from typing import Any

import httpx2
import pytest

from local.supply import LOCK, audit, audit_web, bill, read_lock

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
