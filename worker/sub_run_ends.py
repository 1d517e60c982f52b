"""How runs of items ended, from Temporal: what a run in a later history could not be told."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from temporalio import activity
from temporalio.client import Client

from noria.sub_runs import SubRunEnd
from workflows.client import read_end
from workflows.names import SUB_RUN_ENDS

AT_ONCE = 20
"""Questions to Temporal."""


class SubRunEnds:
    """The local activity."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def activities(self) -> Sequence[Callable[..., Any]]:
        """To be registered with the workers of runs."""
        return [self.read]

    @activity.defn(name=SUB_RUN_ENDS)
    async def read(self, run_ids: list[str]) -> list[SubRunEnd]:
        """Of those that are over."""
        slots = asyncio.Semaphore(AT_ONCE)

        async def ask(run_id: str) -> SubRunEnd | None:
            async with slots:
                return await read_end(self._client, run_id)

        found = await asyncio.gather(*map(ask, run_ids))
        return [end for end in found if end is not None]
