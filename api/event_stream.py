"""Server-sent events that come in lots: one write for all that belong to the same moment.

FastAPI's own stream hands over each event by itself, through two queues and a write. A page that
shows twenty at once then gets the first long before the last, and draws in between.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from fastapi.responses import StreamingResponse
from starlette.types import Send

_HEADERS = {
    "Cache-Control": "no-cache",
    # Nginx would hold events back to fill its buffer.
    "X-Accel-Buffering": "no",
}


class EventStream(StreamingResponse):
    """Each piece holds whole events, as `fastapi.sse.format_sse_event` writes them."""

    media_type = "text/event-stream"

    def __init__(self, pieces: AsyncGenerator[bytes], status_code: int = 200) -> None:
        super().__init__(pieces, status_code, headers=_HEADERS)
        self._pieces = pieces

    async def stream_response(self, send: Send) -> None:
        """Closes the source at once, also when the reader has gone."""
        async with aclosing(self._pieces):
            await super().stream_response(send)
