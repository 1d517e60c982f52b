"""Leaves out the SDK's walks through messages where they find nothing to do.

For a codec and for external storage the SDK visits every value of an activation and of its answer,
three times each. We use neither: our converter seals values by itself (`workflows.converter`). On a
busy worker the visits were 16 % of all Python (docs/decisions/0024).
"""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from temporalio.bridge import worker as bridge
from temporalio.converter import DataConverter

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

WALKS = ("decode_activation", "encode_completion")

Walk = Callable[..., Awaitable[object]]
"""Takes a message, a converter and options; gives what was moved to or from external storage."""


def skip_needless_walks() -> None:
    """For this process. An SDK that works differently stays as it is, which costs time only."""
    for name in WALKS:
        walk: Walk | None = getattr(bridge, name, None)
        if walk is None:
            log.info("sdk_walk_not_found", name=name)
        elif not isinstance(walk, _Skipping):
            setattr(bridge, name, _Skipping(walk))


class _Skipping:
    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._moved_nothing: object = None

    async def __call__(self, message: Any, data_converter: DataConverter, **options: Any) -> object:
        if data_converter.payload_codec or data_converter.external_storage:
            return await self._walk(message, data_converter, **options)
        if self._moved_nothing is None:
            # Of an empty message, which is the same for all: it is only read.
            self._moved_nothing = await self._walk(type(message)(), data_converter, **options)
        return self._moved_nothing
