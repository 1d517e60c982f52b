"""What is installed: a bill of materials, and whether holes are known in it.

`python -m local.supply sbom` prints CycloneDX JSON made from requirements.lock, `sbom web` from the
web app's package-lock.json, both without a network; `python -m local.supply audit` asks OSV, the
open database of vulnerabilities, about each Python package, and npm's registry about those of the
web app. Without a network each says that it did not run.
"""

import json
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

import httpx2

LOCK = Path(__file__).parent.parent / "requirements.lock"
OSV = "https://api.osv.dev/v1/querybatch"
AT_ONCE = 500
ANSWER_SECONDS = 15
FRONTEND = Path(__file__).parent.parent / "frontend"
WEB_LOCK = FRONTEND / "package-lock.json"
_NPM = ("npm", "audit", "--json", "--package-lock-only", "--omit", "dev")
_GRAVE = ("high", "critical")
FOUND, DID_NOT_RUN = 1, 0
_ENTRY = re.compile(r"^(?P<name>[A-Za-z0-9_.-]+)(\[.*?\])?==(?P<version>[^\s;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Package:
    """As it is locked."""

    name: str
    version: str
    hashes: tuple[str, ...]
    """Of each file that may be installed."""
    is_web: bool = False
    is_shipped: bool = True
    """Not only for building and testing."""

    @property
    def purl(self) -> str:
        if self.is_web:
            return f"pkg:npm/{quote(self.name)}@{self.version}"
        return f"pkg:pypi/{self.name.lower().replace('_', '-')}@{self.version}"


def read_lock(text: str) -> list[Package]:
    """In the order of the lock."""
    entries = list(_ENTRY.finditer(text))
    ends = [*(entry.start() for entry in entries[1:]), len(text)]
    return [
        Package(entry["name"], entry["version"], tuple(_HASH.findall(text[entry.start() : end])))
        for entry, end in zip(entries, ends, strict=True)
    ]


def read_web_lock(text: str) -> list[Package]:
    """In the order of the lock; each version once, wherever npm puts it.

    `npm sbom` is of no use: it refuses a lock with a beta version that a peer asks for.
    """
    found: dict[tuple[str, str], Package] = {}
    for place, entry in json.loads(text)["packages"].items():
        if not place:
            continue
        name = entry.get("name") or place.rpartition("node_modules/")[2]
        given = entry.get("integrity", "").split()
        hashes = tuple(b64decode(each.removeprefix("sha512-")).hex() for each in given)
        is_shipped = not (entry.get("dev") or entry.get("devOptional"))
        package = Package(name, entry["version"], hashes, is_web=True, is_shipped=is_shipped)
        before = found.get((name, package.version))
        if before is None or is_shipped:
            found[name, package.version] = package
    return list(found.values())


def bill(packages: Sequence[Package]) -> dict[str, Any]:
    """CycloneDX 1.6; the same for the same lock."""
    names = " ".join(package.purl for package in packages)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, names)}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "noria", "bom-ref": "noria"}},
        "components": [
            {
                "type": "library",
                "bom-ref": package.purl,
                "name": package.name,
                "version": package.version,
                "purl": package.purl,
                "scope": "required" if package.is_shipped else "excluded",
                "hashes": [
                    {"alg": "SHA-512" if package.is_web else "SHA-256", "content": each}
                    for each in package.hashes
                ],
            }
            for package in packages
        ],
    }


def known_holes(packages: Sequence[Package], ask: Callable[[Any], Any]) -> dict[str, list[str]]:
    """Package → ids of its holes; `ask` sends a question to OSV and gives its answer."""
    found: dict[str, list[str]] = {}
    for start in range(0, len(packages), AT_ONCE):
        some = packages[start : start + AT_ONCE]
        answer = ask({"queries": [{"package": {"purl": package.purl}} for package in some]})
        for package, result in zip(some, answer["results"], strict=True):
            if result.get("vulns"):
                found[package.purl] = [hole["id"] for hole in result["vulns"]]
    return found


def audit(packages: Sequence[Package], ask: Callable[[Any], Any]) -> int:
    """The exit status: 1 when a hole is known. Without a network it says that it did not run."""
    try:
        holes = known_holes(packages, ask)
    except (httpx2.HTTPError, ValueError, KeyError) as error:
        print(f"The audit of Python packages did NOT run: {type(error).__name__} from {OSV}.")
        return DID_NOT_RUN
    for purl, ids in holes.items():
        print(f"{purl}: {', '.join(ids)}")
    print(f"{len(packages)} Python packages asked about, {len(holes)} with known holes.")
    return FOUND if holes else 0


def audit_web(ask: Callable[[], str]) -> int:
    """As `audit`, of the web app's packages; `ask` gives what `npm audit --json` prints."""
    try:
        counts = json.loads(ask())["metadata"]["vulnerabilities"]
        grave = sum(counts[each] for each in _GRAVE)
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError) as error:
        print(f"The audit of web packages did NOT run: {type(error).__name__} from npm audit.")
        return DID_NOT_RUN
    print(
        f"Web packages asked about, {grave} known holes that are grave, {counts['total']} in all."
    )
    return FOUND if grave else 0


def _ask_npm() -> str:
    done = subprocess.run(
        _NPM, cwd=FRONTEND, capture_output=True, text=True, timeout=4 * ANSWER_SECONDS, check=False
    )
    return done.stdout


def _ask_osv(question: Any) -> Any:
    answer = httpx2.post(OSV, json=question, timeout=ANSWER_SECONDS)
    answer.raise_for_status()
    return answer.json()


def main(arguments: Sequence[str]) -> int:
    packages = read_lock(LOCK.read_text())
    match arguments:
        case ["sbom"]:
            print(json.dumps(bill(packages), indent=1))
            return 0
        case ["sbom", "web"]:
            print(json.dumps(bill(read_web_lock(WEB_LOCK.read_text())), indent=1))
            return 0
        case ["audit"]:
            # Both are asked, whatever the first one found.
            return max([audit(packages, _ask_osv), audit_web(_ask_npm)])
        case _:
            print(__doc__, file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
