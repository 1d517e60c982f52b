"""Says in Slack what became of a click: an activity that stands alone, since only workers call others."""

from collections.abc import Callable
from typing import Any

import httpx2
import structlog
from temporalio import activity

from noria.errors import NodeError
from noria.slack_clicks import REPLY, REPLY_HOST, SlackReplyCall, reply_body

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)
SECONDS = 10.0


class SlackReplies:
    """The answer is kept by then: where Slack does not take the reply, the message only looks as before."""

    def __init__(self, http: httpx2.AsyncClient) -> None:
        """`http`: the guarded client of nodes."""
        self._http = http

    def activities(self) -> list[Callable[..., Any]]:
        """For the worker."""

        @activity.defn(name=REPLY)
        async def reply_in_slack(call: SlackReplyCall) -> None:
            await self.reply(call)

        return [reply_in_slack]

    async def reply(self, call: SlackReplyCall) -> None:
        if not call.url.startswith(REPLY_HOST):
            log.warning("slack_reply_elsewhere")
            return
        request = self._http.build_request("POST", call.url, json=reply_body(call), timeout=SECONDS)
        request.extensions |= {"total_seconds": SECONDS, "max_bytes": 64 * 1024}
        try:
            answer = await self._http.send(request)
        except (httpx2.TransportError, NodeError) as error:
            log.warning("slack_reply_failed", error=type(error).__name__)
            return
        if answer.status_code >= 400:
            log.warning("slack_reply_refused", status=answer.status_code)
