"""Which package brings a type that was found through an entry point."""

from importlib.metadata import EntryPoint

OURS = "noria"


def owner_of(entry_point: EntryPoint) -> str:
    """The name of its distribution; of one without metadata, the module."""
    # Without metadata the name is None, whatever its type says.
    name: str | None = entry_point.dist.name if entry_point.dist else None
    return name or entry_point.module
