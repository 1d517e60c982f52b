"""The page behind a signed link: it shows an approval; only its form answers.

Programs that look at links before people do (mail scanners, chat previews) send GET, so GET changes
nothing. The link is in the query, which no log keeps.
"""

from collections.abc import Mapping
from html import escape
from typing import Annotated, Literal
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import JsonValue

from api import public_page
from api.access import open_to_all
from api.approval_form import form_html, read_form
from api.approval_links import Link, read_link
from api.approving import give_answer
from api.page_messages import say_error
from api.page_texts import TEXTS, PageTexts
from api.reader_language import ReaderLanguage
from api.schemas.waits import MAX_COMMENT_CHARS
from api.services import Parts, Services
from noria.errors import Invalid, NoriaError
from noria.languages import Language
from store import approvals
from store.approvals import ApprovalRow, Given

PATH = "/approve"
MAX_FIELDS = 500

router = APIRouter(prefix=PATH, include_in_schema=False)
Token = Annotated[str, Query(alias="link", max_length=2_000)]

_LOOK = public_page.Look(
    public_page.STYLE
    + """
footer { margin-top: 2rem; font-size: .875rem; color: var(--ink-2) }
button { margin: 1.5rem .75rem 0 0; padding: .6rem 1.4rem; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--failed); background: var(--card); border: 1px solid var(--line); border-radius: 6px }
button[value=approved] { color: var(--paper); background: var(--ink); border-color: var(--ink) }
""",
    public_page.HEADERS,
)


@router.get("", response_class=HTMLResponse)
@open_to_all
async def show_approval(parts: Parts, language: ReaderLanguage, token: Token = "") -> HTMLResponse:
    """Show what is asked, with a form while it can be answered."""
    try:
        link = read_link(parts.settings.token_key, token)
        title, body = _approval(await _find(parts, link), link, token, language)
    except NoriaError as error:
        return _refusal(error, language)
    return _page(200, title, body, language)


@router.post("", response_class=HTMLResponse)
@open_to_all
async def answer_by_link(
    request: Request, parts: Parts, language: ReaderLanguage, token: Token = ""
) -> HTMLResponse:
    """Answer as the person that the link was made for."""
    try:
        link = read_link(parts.settings.token_key, token)
    except NoriaError as error:
        return _refusal(error, language)
    sent = _sent(await request.body())
    try:
        form = (await _find(parts, link)).approval.form
        await give_answer(
            parts,
            workspace_id=link.workspace_id,
            approval_id=link.approval_id,
            account_id=None,
            given=_given(link, form, sent),
        )
        title, body = _approval(await _find(parts, link), link, token, language)
        return _page(200, title, body, language)
    except NoriaError as error:
        title, body = _approval(await _find(parts, link), link, token, language)
        return _page(error.status, title, public_page.alert(error, language) + body, language)


async def _find(services: Services, link: Link) -> ApprovalRow:
    async with services.database.sessions.begin() as session:
        return await approvals.get_approval(
            session, workspace_id=link.workspace_id, approval_id=link.approval_id
        )


def _sent(body: bytes) -> Mapping[str, str]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS))
    except ValueError:
        return {}


def _given(link: Link, form: Mapping[str, JsonValue] | None, sent: Mapping[str, str]) -> Given:
    decision: Literal["approved", "rejected"]
    match sent.get("decision"):
        case "approved":
            decision, data = "approved", read_form(form, sent)
        case "rejected":
            decision, data = "rejected", None
        case other:
            raise Invalid(f"{other!r} is no decision: press one of the buttons.")
    comment = sent.get("comment", "").replace("\x00", "")[:MAX_COMMENT_CHARS]
    return Given(decision, link.email, "link", comment, data)


def _approval(row: ApprovalRow, link: Link, token: str, language: Language) -> tuple[str, str]:
    """Title and body."""
    approval, texts = row.approval, TEXTS[language]
    asked = f"<p>{escape(approval.description)}</p>" if approval.description else ""
    whose = f"<footer>{escape(texts.asked_by.format(workflow=row.workflow_name))}</footer>"
    if row.status != "open":
        return approval.title, asked + _outcome(row, texts) + whose
    action = escape(f"{PATH}?{urlencode({'link': token})}")
    return approval.title, (
        f'{asked}<form method="post" action="{action}">{form_html(approval.form, texts)}'
        f'<label for="comment">{texts.comment}</label>'
        f'<textarea id="comment" name="comment" rows="3" maxlength="{MAX_COMMENT_CHARS}"></textarea>'
        f'<button name="decision" value="approved">{texts.approve}</button>'
        f'<button name="decision" value="rejected" formnovalidate>{texts.reject}</button></form>'
        f"<p><small>{escape(texts.answer_as.format(email=link.email))}</small></p>{whose}"
    )


def _outcome(row: ApprovalRow, texts: PageTexts) -> str:
    approval = row.approval
    if row.status == "closed":
        return f"<p><strong>{texts.nobody_waits}</strong></p>"
    said = texts.approved if row.status == "approved" else texts.rejected
    who = escape(texts.by.format(who=approval.answered_by or ""))
    quoted = texts.quoted.format(text=approval.comment)
    comment = f"<p>{escape(quoted)}</p>" if approval.comment else ""
    return f"<p><strong>{said}</strong> {who}</p>{comment}"


def _refusal(error: NoriaError, language: Language) -> HTMLResponse:
    body = public_page.alert(error, language)
    return _page(error.status, say_error(error.title, language), body, language)


def _page(status: int, title: str, body: str, language: Language) -> HTMLResponse:
    return public_page.page(status, title, body, look=_LOOK, language=language)
