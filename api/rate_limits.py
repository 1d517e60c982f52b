"""How often something may be tried, counted in this process or, for all of them, in Redis."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import structlog
from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from pydantic import SecretStr

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
FORMS_PER_ADDRESS = RateLimitItemPerMinute(120)
CHATS_PER_ADDRESS = RateLimitItemPerMinute(240)
"""Requests of visitors of chats."""
CHAT_SESSIONS_PER_ADDRESS = RateLimitItemPerMinute(30)
SAID_PER_TALKER = RateLimitItemPerMinute(20)
COPILOT_PER_ACCOUNT = RateLimitItemPerMinute(20)
HOOK_REFUSALS_KEPT = RateLimitItemPerMinute(10)

SHARED_SECONDS = 1.0
"""For Redis to answer; without an answer, each process counts for itself."""
AWAY = (StorageError, OSError, TimeoutError)
T = TypeVar("T")

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

Limit = RateLimitItemPerMinute | RateLimitItemPerHour


def redis_storage(url: SecretStr) -> RedisStorage:
    """Connects at first use."""
    return RedisStorage(
        f"async+{url.get_secret_value()}",
        wrap_exceptions=True,
        implementation="redispy",
        key_prefix="noria-rates",
    )


def per_minute(count: int) -> Limit:
    """A limit that somebody chose."""
    return RateLimitItemPerMinute(count)


class RateLimits:
    """Moving windows: never more than the limit in any minute."""

    def __init__(self, shared: RedisStorage | None = None) -> None:
        """`shared`: counts for all processes; while it is away, each counts for itself."""
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared = MovingWindowRateLimiter(shared) if shared else None

    async def hit(self, limit: Limit, *key: str) -> None:
        """
        Raises:
            TooManyRequests: The limit is reached; says when to come back.
        """
        if not await self.may(limit, *key):
            stats = await self._ask(lambda limiter: limiter.get_window_stats(limit, *key))
            seconds = max(1, math.ceil(stats.reset_time - time.time()))
            raise TooManyRequests(
                f"Too many tries; come back in {seconds} s.", timedelta(seconds=seconds)
            )

    async def may(self, limit: Limit, *key: str) -> bool:
        """As `hit`, for what is left out in silence."""
        return await self._ask(lambda limiter: limiter.hit(limit, *key))

    async def forget(self, limit: Limit, *key: str) -> None:
        """Start to count anew."""
        await self._own.clear(limit, *key)
        await self._ask(lambda limiter: limiter.clear(limit, *key))

    async def _ask(self, question: Callable[[MovingWindowRateLimiter], Awaitable[T]]) -> T:
        if self._shared is not None:
            try:
                async with asyncio.timeout(SHARED_SECONDS):
                    return await question(self._shared)
            except AWAY as error:
                log.warning("rate_limits_not_shared", error=type(error).__name__)
        return await question(self._own)
