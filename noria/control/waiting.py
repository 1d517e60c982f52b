"""What `delay` and `wait_until` share: how long a run may wait. No node type of its own."""

from datetime import datetime, timedelta

from pydantic import BaseModel

from noria.errors import NodeFailed
from noria.node_type import Output, WaitUntil

LONGEST_WAIT = timedelta(days=3_660)
"""Ten years and the leap days in them."""


class WaitOutput(BaseModel):
    """How long the step waited, in seconds."""

    waited_s: float


def wait_until_time(time: datetime, now: datetime) -> Output | WaitUntil:
    """A time that has come passes at once.

    Raises:
        NodeFailed: The time is more than ten years away.
    """
    if time <= now:
        return Output({"waited_s": 0.0})
    if time - now > LONGEST_WAIT:
        raise NodeFailed(f"{time.isoformat()} is more than ten years away: choose an earlier time.")
    return WaitUntil(time)
