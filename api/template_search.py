"""Finds templates that are like what somebody has in mind, by meaning and by words."""

from collections.abc import Mapping

import structlog

from api.schemas.exchange import TemplateFound, TemplatesFound
from api.temporal import RunControl
from noria.ai.model_work import CompareCall
from noria.errors import Unavailable
from noria.exchange import Document, node_types

LEAST = 0.3
"""Of cosine similarity; what is below has nothing to do with what was looked for."""
MOST = 12
"""That are like it; those that have all its words come besides."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def find_like(
    query: str, templates: Mapping[str, Document], worker: RunControl
) -> TemplatesFound:
    """The best first: those that have all its words, then those that mean something like it."""
    have = {slug for slug, document in templates.items() if _has(query, document)}
    try:
        near = await _compare(query, templates, worker)
    except Unavailable:
        log.warning("templates_found_by_words")
        return _found(have, dict.fromkeys(have, 1.0), templates, by_meaning=False)
    like = sorted((slug for slug in near if near[slug] >= LEAST), key=lambda slug: -near[slug])
    return _found(have, {slug: near[slug] for slug in {*have, *like[:MOST]}}, templates)


async def _compare(
    query: str, templates: Mapping[str, Document], worker: RunControl
) -> dict[str, float]:
    texts = tuple(_text(document) for document in templates.values())
    said = await worker.compare_texts(CompareCall(query=query, texts=texts))
    return dict(zip(templates, said.scores, strict=True))


def _found(
    have: set[str],
    scores: Mapping[str, float],
    templates: Mapping[str, Document],
    *,
    by_meaning: bool = True,
) -> TemplatesFound:
    slugs = sorted(scores, key=lambda slug: (slug not in have, -scores[slug], slug))
    items = [
        TemplateFound(
            slug=slug,
            name=templates[slug].workflows[0].name,
            score=min(max(scores[slug], 0.0), 1.0),
        )
        for slug in slugs
    ]
    return TemplatesFound(items=items, next_cursor=None, by="meaning" if by_meaning else "words")


def _text(document: Document) -> str:
    """What is compared: in words of people, without names of node types."""
    about = document.template.description if document.template else ""
    return f"{document.workflows[0].name}. {about}"


def _has(query: str, document: Document) -> bool:
    """Whether all words are somewhere in what the gallery shows."""
    main = document.workflows[0]
    category = document.template.category if document.template else ""
    text = " ".join([_text(document), category, *node_types(main.graph)]).lower()
    return all(word in text for word in query.lower().split())
