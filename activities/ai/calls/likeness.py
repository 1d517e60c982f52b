"""How near texts are to a question in meaning, by the bundled embedding model.

For short texts that come again and again, as the gallery's do: each is embedded once in a process, and
nothing is written down, neither in the ledger nor among a workspace's vectors.
"""

from collections.abc import Sequence
from operator import mul

MAX_KNOWN = 2_000
"""Of 384 numbers each."""
_known: dict[str, list[float]] = {}


def likeness(query: str, texts: Sequence[str]) -> list[float]:
    """Cosine similarity of each, in their order. Takes a while: use a thread."""
    from activities.ai.calls import minilm

    known = dict(_known)  # another thread may forget them meanwhile
    missing = [text for text in dict.fromkeys([query, *texts]) if text not in known]
    if missing:
        made = dict(zip(missing, minilm.embed(missing)[0], strict=True))
        known |= made
        if len(known) > MAX_KNOWN:
            _known.clear()
        _known.update(made)
    return [sum(map(mul, known[query], known[text])) for text in texts]
