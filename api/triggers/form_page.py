"""The pages of a form as HTML, with the one style they may have. Pure."""

import hashlib
from base64 import b64encode
from html import escape

import orjson
from fastapi.responses import HTMLResponse
from pydantic import JsonValue

from api.approval_form import form_html
from noria.errors import Invalid, NoriaError
from noria.triggers.form import FormConfig

MAX_SHOWN = 20_000
"""Characters of an output on the page."""
REFRESH_SECONDS = 2
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
button { margin-top: 1.5rem; padding: .6rem 1.4rem; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--paper); background: var(--ink); border: 1px solid var(--ink); border-radius: 6px }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
[role=alert] { padding: .75rem 1rem; border-left: 4px solid var(--failed); background: var(--card) }
pre { padding: .75rem 1rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--card);
  border: 1px solid var(--line); border-radius: 6px; font: 13px/1.5 "IBM Plex Mono", monospace }
"""
_HASH = b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    # The address may be the right to fill it in: it must not travel on to other sites.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def form_page(
    config: FormConfig, action: str, submission: str, error: NoriaError | None = None
) -> HTMLResponse:
    """The form; `submission` names this filling-in of it, so that it is taken once."""
    told = f"<p>{escape(config.description)}</p>" if config.description else ""
    body = (
        f'{told}<form method="post" action="{escape(action)}">{form_html(config.fields)}'
        f'<input type="hidden" name="submission" value="{escape(submission)}">'
        f"<button>{escape(config.button)}</button></form>"
    )
    alert = _alert(error) if error else ""
    return _page(error.status if error else 200, config.title, alert + body)


def result_page(config: FormConfig, status: str, output: JsonValue) -> HTMLResponse:
    """How the run goes; while it does, the page asks again by itself."""
    if config.shows == "message":
        return _page(200, config.title, f'<p role="status">{escape(config.message)}</p>')
    if status == "succeeded":
        shown = output if isinstance(output, str) else _json(output)
        return _page(
            200,
            config.title,
            f'<p role="status">Done.</p><pre tabindex="0">{escape(shown[:MAX_SHOWN])}</pre>',
        )
    if status in ("failed", "cancelled"):
        return _page(200, config.title, '<p role="alert">It could not be done.</p>')
    waits = '<p role="status">It is being worked on. This page looks again by itself.</p>'
    return _page(200, config.title, waits, refresh=True)


def error_page(error: NoriaError) -> HTMLResponse:
    """In place of the form."""
    return _page(error.status, error.title, _alert(error))


def _json(output: JsonValue) -> str:
    return orjson.dumps(output, option=orjson.OPT_INDENT_2).decode()


def _alert(error: NoriaError) -> str:
    problems = error.problems if isinstance(error, Invalid) else ()
    lines = "".join(f"<br>{escape(problem.message)}" for problem in problems)
    return f'<p role="alert">{escape(str(error))}{lines}</p>'


def _page(status: int, title: str, body: str, *, refresh: bool = False) -> HTMLResponse:
    again = f'<meta http-equiv="refresh" content="{REFRESH_SECONDS}">' if refresh else ""
    return HTMLResponse(
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">{again}'
        f"<title>{escape(title)}</title><style>{STYLE}</style>"
        f"<main><h1>{escape(title)}</h1>{body}</main></html>",
        status_code=status,
        headers=HEADERS,
    )
