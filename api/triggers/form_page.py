"""The pages of a form as HTML, with the one style they may have. Pure."""

import hashlib
from base64 import b64encode
from html import escape

import orjson
from fastapi.responses import HTMLResponse
from pydantic import JsonValue

from api import public_page
from api.approval_form import form_html
from api.page_messages import say_error
from api.page_texts import TEXTS
from noria.errors import NoriaError
from noria.languages import Language
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


_LOOK = public_page.Look(STYLE, HEADERS)
_SEND, _THANKS = (FormConfig.model_fields[name].default for name in ("button", "message"))


def form_page(
    config: FormConfig,
    action: str,
    submission: str,
    language: Language,
    error: NoriaError | None = None,
) -> HTMLResponse:
    """The form; `submission` names this filling-in of it, so that it is taken once."""
    texts = TEXTS[language]
    told = f"<p>{escape(config.description)}</p>" if config.description else ""
    button = texts.send if config.button == _SEND else config.button
    body = (
        f'{told}<form method="post" action="{escape(action)}">{form_html(config.fields, texts)}'
        f'<input type="hidden" name="submission" value="{escape(submission)}">'
        f"<button>{escape(button)}</button></form>"
    )
    alert = public_page.alert(error, language) if error else ""
    return _page(error.status if error else 200, config.title, alert + body, language)


def result_page(
    config: FormConfig, status: str, output: JsonValue, language: Language
) -> HTMLResponse:
    """How the run goes; while it does, the page asks again by itself."""
    texts, is_over = TEXTS[language], True
    if config.shows == "message":
        thanks = texts.thanks if config.message == _THANKS else config.message
        told = f'<p role="status">{escape(thanks)}</p>'
    elif status == "succeeded":
        shown = output if isinstance(output, str) else _json(output)
        told = (
            f'<p role="status">{texts.done}</p><pre tabindex="0">{escape(shown[:MAX_SHOWN])}</pre>'
        )
    elif status in ("failed", "cancelled"):
        told = f'<p role="alert">{texts.could_not_be_done}</p>'
    else:
        told, is_over = f'<p role="status">{texts.in_work}</p>', False
    return _page(200, config.title, told, language, refresh=not is_over)


def error_page(error: NoriaError, language: Language) -> HTMLResponse:
    """In place of the form."""
    title = say_error(error.title, language)
    return _page(error.status, title, public_page.alert(error, language), language)


def _json(output: JsonValue) -> str:
    return orjson.dumps(output, option=orjson.OPT_INDENT_2).decode()


def _page(
    status: int, title: str, body: str, language: Language, *, refresh: bool = False
) -> HTMLResponse:
    refresh_s = REFRESH_SECONDS if refresh else None
    return public_page.page(status, title, body, look=_LOOK, language=language, refresh_s=refresh_s)
