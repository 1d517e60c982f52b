"""What an agent and its model said to each other in its first two rounds."""

from typing import Any

FIRST: list[dict[str, Any]] = [
    {"role": "system", "content": "Help."},
    {"role": "user", "content": "Where is A17?"},
    {"role": "assistant", "content": None, "tool_calls": [{"id": "c1"}]},
]
SECOND: list[dict[str, Any]] = [
    *FIRST,
    {"role": "tool", "tool_call_id": "c1", "name": "look_up", "content": "sent"},
    {"role": "assistant", "content": "It is on its way."},
]
