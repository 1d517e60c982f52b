"""`noria knowledge`: knowledge bases, what is in them, and searches."""

import json
import os
import re
from argparse import Namespace
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path

from pydantic import JsonValue

from noria.cli.report import FAILED, harmless, say_json, show_time, table
from noria.client import Client
from noria.client.knowledge import Document, Hit, KnowledgeBase
from noria.errors import Invalid

_URL = re.compile(r"(https?|s3)://", re.IGNORECASE)
MAX_SHOWN_CHARS = 400


def knowledge(arguments: Namespace) -> int:
    """Do what the action says."""
    with Client.from_environment(os.environ) as noria:
        return _ACTIONS[arguments.action](noria, arguments)


def _list(noria: Client, arguments: Namespace) -> int:
    found = list(noria.list_knowledge_bases())
    if arguments.json:
        say_json(found)
    else:
        print(table([_row(base) for base in found]) if found else "No knowledge bases.")
    return 0


def _documents(noria: Client, arguments: Namespace) -> int:
    base = noria.find_knowledge_base(arguments.base)
    found = list(islice(noria.list_documents(base.id), _checked_limit(arguments)))
    if arguments.json:
        say_json(found)
    else:
        print(table([_told(each) for each in found]) if found else "No documents.")
    return 0


def _add(noria: Client, arguments: Namespace) -> int:
    if arguments.name and len(arguments.sources) > 1:
        raise Invalid("--name is for one file or URL, and there are several.")
    details = _details(arguments)
    base = noria.find_knowledge_base(arguments.base)
    added = [_add_one(noria, base, each, arguments.name, details) for each in arguments.sources]
    if arguments.wait:
        noria.wait_for_index(base.id)
        ids = {each.id for each in added}
        added = [each for each in noria.list_documents(base.id) if each.id in ids]
    if arguments.json:
        say_json(added)
    else:
        print(table([_told(each) for each in added]))
    return FAILED if any(each.status == "failed" for each in added) else 0


def _add_one(
    noria: Client,
    base: KnowledgeBase,
    source: str,
    name: str | None,
    details: Mapping[str, JsonValue] | None,
) -> Document:
    if _URL.match(source):
        return noria.add_url(base.id, source, name, details)
    path = Path(source)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Invalid(f"The file {source!r} can't be read: {error.strerror}.") from error
    return noria.add_document(base.id, name or path.name, data, details)


def _search(noria: Client, arguments: Namespace) -> int:
    limit, details = _checked_limit(arguments), _details(arguments)
    base = noria.find_knowledge_base(arguments.base)
    answer = noria.search_knowledge(
        base.id, arguments.query, limit=limit, mode=arguments.mode, filter=details
    )
    if arguments.json:
        say_json(answer)
    else:
        print("\n\n".join(_passage(hit) for hit in answer.hits) or "Nothing fits.")
    return 0


def _reindex(noria: Client, arguments: Namespace) -> int:
    base = noria.reindex(noria.find_knowledge_base(arguments.base).id)
    if arguments.wait:
        base = noria.wait_for_index(base.id)
    if arguments.json:
        say_json(base)
    else:
        print(table([_row(base)]))
    return FAILED if arguments.wait and base.failed else 0


def _details(arguments: Namespace) -> dict[str, JsonValue] | None:
    """Numbers, true, false and null are those; all else is text. None: none are given."""
    if arguments.details is None:
        return None
    found: dict[str, JsonValue] = {}
    for each in arguments.details:
        name, equals, value = each.partition("=")
        if not name or not equals:
            raise Invalid(f"{each!r} is no detail: write it as NAME=VALUE.")
        found[name] = _plain(value)
    return found


def _plain(text: str) -> JsonValue:
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return text if isinstance(value, dict | list) else value


def _checked_limit(arguments: Namespace) -> int:
    if arguments.limit < 1:
        raise Invalid(f"--limit is {arguments.limit}: write 1 or more.")
    return arguments.limit


def _row(base: KnowledgeBase) -> tuple[str, ...]:
    state = f"{base.open} to be indexed" if base.open else "ready"
    if base.failed:
        state += f", {base.failed} failed"
    counts = f"{base.documents} documents", f"{base.chunks} chunks"
    return base.id, base.name, *counts, base.model, state


def _told(document: Document) -> tuple[str, ...]:
    state = f"{document.status}: {document.error}" if document.error else document.status
    return document.id, document.name, show_time(document.indexed_at), state


def _passage(hit: Hit) -> str:
    where = [hit.document, f"page {hit.page}" if hit.page else "", hit.heading]
    text = hit.text if len(hit.text) <= MAX_SHOWN_CHARS else f"{hit.text[:MAX_SHOWN_CHARS]} …"
    return harmless(f"{hit.score:.2f}  {', '.join(filter(None, where))}\n{text}")


_ACTIONS: Mapping[str, Callable[[Client, Namespace], int]] = {
    "list": _list,
    "documents": _documents,
    "add": _add,
    "search": _search,
    "reindex": _reindex,
}
