"""The pages of a form as HTML, with the one style they may have. Pure."""

import hashlib
from base64 import b64encode
from html import escape

import orjson
from fastapi.responses import HTMLResponse
from pydantic import JsonValue

from api import public_page
from api.approval_form import form_html
from noria.errors import NoriaError
from noria.triggers.form import FormConfig

MAX_SHOWN = 20_000
"""Characters of an output on the page."""
REFRESH_SECONDS = 2
STYLE = (
    public_page.STYLE
    + """
button { margin-top: 1.5rem; padding: .6rem 1.4rem; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--paper); background: var(--ink); border: 1px solid var(--ink); border-radius: 6px }
pre { padding: .75rem 1rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--card);
  border: 1px solid var(--line); border-radius: 6px; font: 13px/1.5 "IBM Plex Mono", monospace }
"""
)
_HASH = b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    **public_page.HEADERS,
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
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
    alert = public_page.alert(error) if error else ""
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
    return _page(error.status, error.title, public_page.alert(error))


def _json(output: JsonValue) -> str:
    return orjson.dumps(output, option=orjson.OPT_INDENT_2).decode()


def _page(status: int, title: str, body: str, *, refresh: bool = False) -> HTMLResponse:
    refresh_s = REFRESH_SECONDS if refresh else None
    return public_page.page(status, title, body, style=STYLE, headers=HEADERS, refresh_s=refresh_s)
