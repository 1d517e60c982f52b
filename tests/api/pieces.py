"""Pieces of answers, as workers send them and as streams give them."""

import json
from typing import Any

import httpx2

from noria.pieces import PIECES_CHANNEL, Piece
from store.database import Database


async def first_piece(stream: httpx2.Response) -> Any:
    lines = stream.aiter_lines()
    async for line in lines:
        if line == "event: piece":
            return json.loads((await anext(lines)).removeprefix("data: "))
    return None


async def notify(database: Database, piece: Piece) -> None:
    async with database.connections.one() as connection:
        payload = piece.model_dump_json()
        await connection.execute("SELECT pg_notify($1, $2)", (PIECES_CHANNEL, payload))
