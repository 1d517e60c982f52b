"""How often something may be tried, counted in this process."""

import math
import time
from datetime import timedelta

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from noria.errors import TooManyRequests

SIGN_INS_PER_ADDRESS = RateLimitItemPerMinute(60)
FAILURES_PER_ACCOUNT_AND_ADDRESS = RateLimitItemPerMinute(10)
FAILURES_PER_ACCOUNT = RateLimitItemPerHour(100)
INVITATIONS_PER_WORKSPACE = RateLimitItemPerHour(200)
LINKS_PER_ADDRESS = RateLimitItemPerMinute(30)
"""Tries with the secret of a link."""
RESETS_PER_ADDRESS = RateLimitItemPerHour(30)
RESETS_PER_EMAIL = RateLimitItemPerHour(5)
PREVIEWS_PER_ACCOUNT = RateLimitItemPerMinute(120)
HOOK_REFUSALS_PER_ADDRESS = RateLimitItemPerMinute(60)
HOOK_REFUSALS_KEPT = RateLimitItemPerMinute(10)

Limit = RateLimitItemPerMinute | RateLimitItemPerHour


def per_minute(count: int) -> Limit:
    """A limit that somebody chose."""
    return RateLimitItemPerMinute(count)


class RateLimits:
    """Moving windows: never more than the limit in any minute."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def hit(self, limit: Limit, *key: str) -> None:
        """
        Raises:
            TooManyRequests: The limit is reached; says when to come back.
        """
        if not await self._limiter.hit(limit, *key):
            window = await self._limiter.get_window_stats(limit, *key)
            seconds = max(1, math.ceil(window.reset_time - time.time()))
            raise TooManyRequests(
                f"Too many tries; come back in {seconds} s.", timedelta(seconds=seconds)
            )

    async def may(self, limit: Limit, *key: str) -> bool:
        """As `hit`, for what is left out in silence."""
        return await self._limiter.hit(limit, *key)

    async def forget(self, limit: Limit, *key: str) -> None:
        """Start to count anew."""
        await self._limiter.clear(limit, *key)
