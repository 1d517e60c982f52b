"""Pages for people who don't sign in, as HTML: what an approval by link and a form look like. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from fastapi.responses import HTMLResponse

from api import reader_language
from api.page_messages import say_error
from noria.errors import Invalid, NoriaError
from noria.languages import Language

HEADERS = {
    **reader_language.HEADERS,
    "Cache-Control": "no-store",
    # The address may be the right to answer: it must not travel on to other sites.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 "IBM Plex Sans", system-ui, sans-serif;
  --paper: light-dark(#f6f4ee, #131210); --card: light-dark(#fff, #211f1c);
  --line: light-dark(#8f8877, #7d766a); --ink: light-dark(#1c1a16, #f3f0e8);
  --ink-2: light-dark(#57524a, #b9b3a6); --failed: light-dark(#b93a0e, #ff8f66);
  --accent: light-dark(#2a3be0, #8d9bff); background: var(--paper); color: var(--ink) }
body { margin: 0 }
main { max-width: 34rem; margin: 8vh auto; padding: 0 1rem }
h1 { font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere }
p { overflow-wrap: anywhere; white-space: pre-line }
label { display: block; margin-top: 1rem; font-weight: 600 }
label.check { font-weight: 400 }
small { display: block; color: var(--ink-2) }
input:not([type=checkbox]), select, textarea { box-sizing: border-box; width: 100%; padding: .5rem; font: inherit;
  color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
[role=alert] { padding: .75rem 1rem; border-left: 4px solid var(--failed); background: var(--card) }
"""


@dataclass(frozen=True)
class Look:
    """What the pages of one kind have in common; `style` is all of their style."""

    style: str
    headers: Mapping[str, str]


def alert(error: NoriaError, language: Language) -> str:
    """What is wrong, all problems at once."""
    problems = error.problems if isinstance(error, Invalid) else ()
    lines = "".join(f"<br>{escape(say_error(problem.message, language))}" for problem in problems)
    return f'<p role="alert">{escape(say_error(str(error), language))}{lines}</p>'


def page(
    status: int,
    title: str,
    body: str,
    *,
    look: Look,
    language: Language,
    refresh_s: int | None = None,
) -> HTMLResponse:
    """A whole page; `body` is HTML already."""
    again = f'<meta http-equiv="refresh" content="{refresh_s}">' if refresh_s else ""
    return HTMLResponse(
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">{again}'
        f"<title>{escape(title)}</title><style>{look.style}</style>"
        f"<main><h1>{escape(title)}</h1>{body}</main></html>",
        status_code=status,
        headers=dict(look.headers),
    )
