"""A worker in a process of its own, so that a test can kill it: `… ADDRESS EVENTS_FILE`."""

import asyncio
import sys
from pathlib import Path

from temporalio.client import Client

from tests.workflows.engine import working
from tests.workflows.fakes import FakeWorker
from workflows.converter import data_converter
from workflows.names import DEFAULT_NAMESPACE


class _Told(list[str]):
    """Events, appended to a file as they happen."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file

    def append(self, event: str) -> None:
        with self._file.open("a") as file:
            file.write(f"{event}\n")


async def main(address: str, events_file: str) -> None:
    client = await Client.connect(
        address, namespace=DEFAULT_NAMESPACE, data_converter=data_converter(None)
    )
    fakes = FakeWorker(events=_Told(Path(events_file)))
    async with working(client, fakes):
        fakes.events.append("ready")
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
