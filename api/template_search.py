"""Finds templates that are like what somebody has in mind, by meaning and by words."""

from collections.abc import Mapping

import structlog

from api.schemas.exchange import TemplateFound, TemplatesFound
from api.template_files import TemplateTexts, read_texts
from api.temporal import RunControl
from noria.ai.model_work import CompareCall
from noria.errors import Unavailable
from noria.exchange import Document, node_types
from noria.knowledge.fusion import fuse
from noria.knowledge.words import has_all, rank

LEAST = 0.3
"""Of cosine similarity; what is below has nothing to do with what was looked for."""
WEAK = 0.3
"""Of the best score by words; what shares less has a common word with it by chance."""
MOST = 12

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def find_like(
    query: str, templates: Mapping[str, Document], worker: RunControl
) -> TemplatesFound:
    """The best first: both searches by reciprocal rank, those with all the words before the others."""
    said = {slug: _said(document, read_texts(slug)) for slug, document in templates.items()}
    have = {slug for slug, text in said.items() if has_all(query, text)}
    by_words = rank(query, said)
    best = max(by_words.values(), default=0.0)
    shared = {slug: score for slug, score in by_words.items() if score >= best * WEAK}
    try:
        near = await _compare(query, templates, worker)
    except Unavailable:
        log.warning("templates_found_by_words")
        near = None
    ranked = fuse(near or {}, shared, len(templates))
    found = sorted(ranked, key=lambda each: each.chunk_id not in have)[:MOST]
    items = [
        TemplateFound(
            slug=each.chunk_id,
            name=templates[each.chunk_id].workflows[0].name,
            score=min(each.score, 1.0),
        )
        for each in found
    ]
    by = "words" if near is None else "meaning"
    return TemplatesFound(items=items, next_cursor=None, by=by)


async def _compare(
    query: str, templates: Mapping[str, Document], worker: RunControl
) -> dict[str, float]:
    """By each template's nearest text: what it does, or what people call that."""
    texts = {slug: _meant(document, read_texts(slug)) for slug, document in templates.items()}
    flat = tuple(dict.fromkeys(text for each in texts.values() for text in each))
    said = await worker.compare_texts(CompareCall(query=query, texts=flat))
    likeness = dict(zip(flat, said.scores, strict=True))
    nearest = {slug: max(likeness[text] for text in each) for slug, each in texts.items()}
    return {slug: score for slug, score in nearest.items() if score >= LEAST}


def _meant(document: Document, texts: TemplateTexts) -> list[str]:
    """What is compared: in words of people, without names of node types."""
    name = document.workflows[0].name
    about = document.template.description if document.template else ""
    return [f"{name}. {about}", f"{name}: {', '.join(texts.keywords)}"]


def _said(document: Document, texts: TemplateTexts) -> str:
    """All words by which it may be found, in each language."""
    main = document.workflows[0]
    parts = [*_meant(document, texts), *main.tags, *node_types(main.graph)]
    if document.template:
        parts.append(document.template.category)
    for text in texts.translations.values():
        parts += [text.name, text.description, *text.keywords]
    return " ".join(parts)
