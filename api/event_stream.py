"""Server-sent events that come in lots: one write for all that belong to the same moment.

FastAPI's own stream hands over each event by itself, through two queues and a write. A page that
shows twenty at once then gets the first long before the last, and draws in between.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from fastapi.responses import StreamingResponse
from starlette.types import Send

_MEDIA_TYPE = "text/event-stream"
_TEXT = {"type": "string"}
DESCRIBED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Successful Response",
        "content": {
            _MEDIA_TYPE: {
                "itemSchema": {
                    "type": "object",
                    "properties": {
                        "data": _TEXT,
                        "event": _TEXT,
                        "id": _TEXT,
                        "retry": {"type": "integer", "minimum": 0},
                    },
                }
            }
        },
    }
}
"""For `responses` of a route: as OpenAPI has server-sent events, and FastAPI its own streams."""
_HEADERS = {
    "Cache-Control": "no-cache",
    # Nginx would hold events back to fill its buffer.
    "X-Accel-Buffering": "no",
}


class EventStream(StreamingResponse):
    """Each piece holds whole events, as `fastapi.sse.format_sse_event` writes them.

    The class names no media type, so that FastAPI describes it as `DESCRIBED` says, not as one text.
    """

    def __init__(self, pieces: AsyncGenerator[bytes], status_code: int = 200) -> None:
        super().__init__(pieces, status_code, headers=_HEADERS, media_type=_MEDIA_TYPE)
        self._pieces = pieces

    async def stream_response(self, send: Send) -> None:
        """Closes the source at once, also when the reader has gone."""
        async with aclosing(self._pieces):
            await super().stream_response(send)
