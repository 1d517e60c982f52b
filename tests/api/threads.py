"""The app on a thread of its own, for tests that are not asynchronous."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import TypeVar

from fastapi import FastAPI

from tests.api.server import serving

T = TypeVar("T")


@contextmanager
def served_apart(
    make: Callable[[], FastAPI], prepare: Callable[[FastAPI, str], Awaitable[T]]
) -> Generator[tuple[str, T]]:
    """Gives the URL and what `prepare` gave, which runs on the app's own event loop."""
    ready = threading.Event()
    found: list[tuple[str, T]] = []
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        app = make()
        async with serving(app) as url:
            found.append((url, await prepare(app, url)))
            ready.set()
            await stop.wait()

    def run() -> None:
        try:
            loop.run_until_complete(serve())
        finally:
            loop.close()
            ready.set()

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait()
    try:
        yield found[0]
    finally:
        if thread.is_alive():
            loop.call_soon_threadsafe(stop.set)
        thread.join()
