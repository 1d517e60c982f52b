"""What the workflow asks local activities about values that are too large for it."""

from pydantic import JsonValue

from noria.run import Record


class ItemsCall(Record):
    """The one argument of `noria.items`, which answers with an `ItemsPage`."""

    workspace_id: str
    source: JsonValue
    """A reference to a list or an object."""
    start: int


class ItemsPage(Record):
    """Some of the items of a loop."""

    start: int
    """Index of the first."""
    items: tuple[JsonValue, ...]
    keys: tuple[str, ...] | None
    """Theirs; None for a list."""
    total: int
    """Of all that there are."""


class GatherCall(Record):
    """The one argument of `noria.gather`, which answers with a reference to the whole."""

    workspace_id: str
    parts: tuple[JsonValue, ...]
    """Lists or objects, or references to them, in order; one at least."""


class StoreCall(Record):
    """The one argument of `noria.store`, which answers with one reference for each value."""

    workspace_id: str
    values: tuple[JsonValue, ...]
    previews: bool = True
    """Whether the references show people how the values begin."""
