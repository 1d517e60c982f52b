"""Which package brings a type that was found through an entry point."""

from importlib.metadata import EntryPoint

OURS = "noria"


def owner_of(entry_point: EntryPoint) -> str:
    """The name of its distribution; of one without metadata, the module."""
    # Without metadata there is no name; the backport that some packages install has not even the object.
    metadata = entry_point.dist.metadata if entry_point.dist else None
    name: str | None = metadata["Name"] if metadata else None
    return name or entry_point.module
