"""JSON pointers (RFC 6901): how a problem or an expression says where in a config it is."""

from collections.abc import Iterable

from pydantic import JsonValue


def to_pointer(tokens: Iterable[str | int]) -> str:
    """`("cases", 0, "when")` as `/cases/0/when`; nothing at all is the whole document, ``."""
    return "".join("/" + str(t).replace("~", "~0").replace("/", "~1") for t in tokens)


def from_pointer(pointer: str) -> tuple[str, ...]:
    """Tokens, unescaped; list indices stay text."""
    return tuple(t.replace("~1", "/").replace("~0", "~") for t in pointer.split("/")[1:])


def is_below(pointer: str, ancestor: str) -> bool:
    """Whether `pointer` is `ancestor` or inside it."""
    return pointer == ancestor or pointer.startswith(ancestor + "/")


def replace_at(document: JsonValue, pointer: str, value: JsonValue) -> JsonValue:
    """A copy with one value replaced; containers off the path are shared.

    Raises:
        KeyError: The document has no such place.
    """
    return _replace(document, from_pointer(pointer), value)


def _replace(document: JsonValue, tokens: tuple[str, ...], value: JsonValue) -> JsonValue:
    if not tokens:
        return value
    token, rest = tokens[0], tokens[1:]
    if isinstance(document, dict) and token in document:
        return {**document, token: _replace(document[token], rest, value)}
    if isinstance(document, list) and token.isdecimal() and int(token) < len(document):
        place = int(token)
        changed = _replace(document[place], rest, value)
        return [*document[:place], changed, *document[place + 1 :]]
    raise KeyError(token)
