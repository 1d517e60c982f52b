"""Password hashes, a few at a time: each costs memory and a core."""

import asyncio
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from noria.errors import TooManyRequests

AT_ONCE = 4
MAX_WAITING = 60
"""About a second's worth; who comes while so many wait is sent away."""
MEMORY_KIB = 19_456
PASSES = 2
"""OWASP's lighter argon2id setting: about 40 ms and 19 MiB."""


class Passwords:
    """Hashes and checks on threads."""

    def __init__(self) -> None:
        self._hash = PasswordHash(
            (Argon2Hasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=1),)
        )
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._nobodys = self._hash.hash(secrets.token_urlsafe())

    async def hash(self, password: str) -> str:
        async with self._one_of_few():
            return await asyncio.to_thread(self._hash.hash, password)

    async def check(self, password: str, password_hash: str | None) -> bool:
        """Whether they fit. None takes as long as a hash, so that time tells nothing."""
        async with self._one_of_few():
            fits = await asyncio.to_thread(
                self._hash.verify, password, password_hash or self._nobodys
            )
        return fits and password_hash is not None

    @asynccontextmanager
    async def _one_of_few(self) -> AsyncGenerator[None]:
        """
        Raises:
            TooManyRequests: Too many wait already.
        """
        if self._waiting >= MAX_WAITING:
            raise TooManyRequests("Too many sign-ins at once; try again.", timedelta(seconds=2))
        self._waiting += 1
        try:
            async with self._turn:
                yield
        finally:
            self._waiting -= 1
