"""What a control node gets, at a fixed time."""

from datetime import UTC, datetime

from pydantic import JsonValue

from noria.node_type import ControlContext

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def context(value: JsonValue = None) -> ControlContext:
    return ControlContext(now=NOW, input=value)
