"""The character that JSON can hold and PostgreSQL's text can't."""

from typing import cast


def has_nul(value: object) -> bool:
    """Whether it stands in any text or key of a JSON value."""
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        known = cast("dict[object, object]", value)
        return any(map(has_nul, (*known, *known.values())))
    return isinstance(value, list) and any(map(has_nul, cast("list[object]", value)))
