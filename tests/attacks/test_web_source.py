"""Group I of the attack catalogue, in the source of the web app: no way in for foreign markup.

React writes text as text, and the policy of `api.security_headers` runs no inline script. What could
go around both is not there at all.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from api.security_headers import CONTENT_SECURITY_POLICY

WEB = Path(__file__).parents[2] / "frontend"
WRITES_HTML = re.compile(
    r"dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML|srcDoc|createContextualFragment"
    r"|document\.write|\beval\(|new Function\(|rehype-raw|allowDangerousHtml"
)
OTHER_WINDOWS = re.compile(
    r"<iframe|<object\b|<embed\b|window\.opener|addEventListener\(\s*['\"]message['\"]"
    r"|window\.(parent|top)\b|(window|parent|opener)\.postMessage"
)


def sources() -> Iterator[Path]:
    for path in [WEB / "index.html", *(WEB / "src").rglob("*.ts*")]:
        if not re.search(r"\.test\.tsx?$|\.gen\.ts$", path.name):
            yield path


def found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(WEB)}: {match[0]}"
        for path in sources()
        for match in pattern.finditer(path.read_text())
    ]


def test_I1_I2_no_page_writes_html_of_its_own() -> None:
    assert len(list(sources())) > 100
    assert found(WRITES_HTML) == []


def test_I1_no_inline_script_runs() -> None:
    parts = [part.partition(" ") for part in CONTENT_SECURITY_POLICY.split("; ")]
    policy = {name: allowed for name, _, allowed in parts}

    assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "<script>" not in (WEB / "index.html").read_text()


def test_I3_I6_no_page_frames_another_or_listens_to_its_messages() -> None:
    assert found(OTHER_WINDOWS) == []
