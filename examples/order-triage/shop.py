"""A small shop: the outside world of the examples, in a process of its own.

It keeps a ledger in SQLite: one row for each effect, unique by idempotency key, and one for each
delivery, so that whoever checks can see what was asked twice and that nothing was done twice.
On purpose it is a bad neighbour: some answers are late, some are 429 with `Retry-After`, some are
500 before the effect, and some are 500 *after* it, which is what makes idempotency keys needed.

Run: python examples/order-triage/shop.py --port 8410 --data /some/folder [--faults 0.15]
"""

import argparse
import asyncio
import json
import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any, Literal

import uvicorn
from fastapi import Body, FastAPI, Header, Query
from fastapi import Path as UrlPath
from fastapi.responses import JSONResponse, Response

SKUS = ("waterwheel", "bucket", "rope", "axle", "millstone")
CUSTOMERS = ("Amina Haddad", "Yusuf Karim", "Leila Nasser", "Omar Farouk", "Salma Aziz")

Kind = Literal[
    "review",
    "reservation",
    "charge",
    "shipment",
    "purchase",
    "import",
    "flight",
    "hotel",
    "car",
    "cancellation",
]
SOLD_OUT = 7
"""Trips whose number ends so find no car, and invoices do not add up."""

VAT = 0.19

SCHEMA = """
CREATE TABLE IF NOT EXISTS effect (
    key TEXT PRIMARY KEY, kind TEXT NOT NULL, order_id INTEGER NOT NULL,
    body TEXT NOT NULL, answer TEXT NOT NULL, at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS delivery (
    number INTEGER PRIMARY KEY, key TEXT NOT NULL, kind TEXT NOT NULL, outcome TEXT NOT NULL,
    at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS delivery_key ON delivery (key);
"""


def order(order_id: int) -> dict[str, Any]:
    """The same order for the same id, always; about three in ten are risky."""
    rng = random.Random(order_id)
    quantity = rng.randint(1, 5)
    price = rng.randint(5, 400)
    return {
        "id": order_id,
        "customer": rng.choice(CUSTOMERS),
        "sku": rng.choice(SKUS),
        "quantity": quantity,
        "total": quantity * price,
        "currency": "EUR",
        "risk": rng.randint(0, 100),
    }


def products(rows: int) -> list[dict[str, Any]]:
    """The same list always; one row in fifty has no number, and one in a hundred no price."""
    return [
        {
            "sku": None if number % 50 == 49 else f"{SKUS[number % len(SKUS)]}-{number}",
            "price": None if number % 100 == 98 else {"amount": number % 97 + 0.5},
        }
        for number in range(rows)
    ]


def invoice(order_id: int) -> bytes:
    """The order's invoice as a PDF with text; where the number ends in 7 its total is wrong."""
    net = order(order_id)["total"]
    vat = round(net * VAT, 2)
    total = net + vat + (1 if order_id % 10 == SOLD_OUT else 0)
    lines = [
        "Millstone & Sons",
        f"Invoice number: R-{order_id}",
        "Supplier: Millstone & Sons",
        f"Date: 2026-11-{order_id % 28 + 1:02}",
        f"Net: {net:.2f}",
        f"VAT: {vat:.2f}",
        f"Total: {total:.2f}",
    ]
    return _pdf(lines)


def _pdf(lines: list[str]) -> bytes:
    """One page, a line below the other; without a library, as it holds nothing else."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    content = f"BT /F1 12 Tf 18 TL 72 760 Td {shown} ET"
    page = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R {page} >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, places = b"%PDF-1.4\n", list[int]()
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{each}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>"
    return data + f"{end}\nstartxref\n{len(data)}\n%%EOF\n".encode()


class Ledger:
    """What the shop has done, by idempotency key."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with closing(self._open()) as db, db:
            db.executescript(SCHEMA)

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=10)
        db.execute("PRAGMA journal_mode=WAL")
        return db

    def deliver(self, key: str, kind: str, order_id: int, body: dict[str, Any]) -> dict[str, Any]:
        """Do the effect once; a repeated key gets the first answer again."""
        with closing(self._open()) as db, db:
            db.execute("BEGIN IMMEDIATE")
            found = db.execute("SELECT answer FROM effect WHERE key = ?", (key,)).fetchone()
            answer: dict[str, Any] = (
                json.loads(found[0])
                if found
                else {"reference": f"{kind}-{order_id}", "order_id": order_id, **body}
            )
            if not found:
                db.execute(
                    "INSERT INTO effect VALUES (?, ?, ?, ?, ?, ?)",
                    (key, kind, order_id, json.dumps(body), json.dumps(answer), time.time()),
                )
            self._log(db, key, kind, "repeated" if found else "done")
        return {**answer, "repeated": bool(found)}

    def refuse(self, key: str, kind: str, outcome: str) -> None:
        """Record a delivery that was turned away before its effect."""
        with closing(self._open()) as db, db:
            self._log(db, key, kind, outcome)

    @staticmethod
    def _log(db: sqlite3.Connection, key: str, kind: str, outcome: str) -> None:
        db.execute(
            "INSERT INTO delivery (key, kind, outcome, at) VALUES (?, ?, ?, ?)",
            (key, kind, outcome, time.time()),
        )

    def summary(self) -> dict[str, Any]:
        """Effects by kind, deliveries by outcome, and orders with an effect done twice."""
        with closing(self._open()) as db:
            effects = dict(db.execute("SELECT kind, count(*) FROM effect GROUP BY kind").fetchall())
            outcomes = dict(
                db.execute("SELECT outcome, count(*) FROM delivery GROUP BY outcome").fetchall()
            )
        return {"effects": effects, "deliveries": outcomes}

    def effects(self) -> list[dict[str, Any]]:
        """Every effect, oldest first, and how often it was asked for: once, and each repeat."""
        with closing(self._open()) as db:
            rows = db.execute(
                "SELECT key, kind, order_id, (SELECT count(*) FROM delivery"
                " WHERE delivery.key = effect.key AND outcome IN ('done', 'repeated'))"
                " FROM effect ORDER BY at"
            ).fetchall()
        names = ("key", "kind", "order_id", "deliveries")
        return [dict(zip(names, row, strict=True)) for row in rows]


class Moods:
    """When the shop misbehaves. `faults` is the share of requests that go wrong, 0 to 1."""

    def __init__(self, faults: float, seed: int) -> None:
        self.faults = faults
        self._rng = random.Random(seed)

    def next(self) -> str:
        """One of `fine`, `late`, `busy`, `broken`, `lost` (the effect is done, the answer is not)."""
        if self._rng.random() >= self.faults:
            return "fine"
        return self._rng.choice(("late", "busy", "broken", "lost"))


class Shop:
    """The HTTP side."""

    def __init__(self, ledger: Ledger, moods: Moods) -> None:
        self.ledger = ledger
        self.moods = moods
        self.app = FastAPI(title="Order-triage shop")
        self.app.add_api_route("/health", self.health)
        self.app.add_api_route("/orders/{order_id}", self.read_order)
        self.app.add_api_route("/products", self.read_products)
        self.app.add_api_route("/invoices/{order_id}", self.read_invoice)
        self.app.add_api_route("/{kind}s/{order_id}", self.post_effect, methods=["POST"])
        self.app.add_api_route("/ledger", self.read_ledger)

    def health(self) -> dict[str, str]:
        return {"status": "ok"}

    async def read_order(self, order_id: Annotated[int, UrlPath(ge=1, le=10**9)]) -> JSONResponse:
        mood = self.moods.next()
        if mood == "late":
            await asyncio.sleep(0.7)
        if mood == "busy":
            return _busy()
        return JSONResponse(order(order_id)) if mood in ("fine", "late") else _broken()

    async def read_products(self, rows: Annotated[int, Query(ge=1, le=50_000)]) -> JSONResponse:
        mood = self.moods.next()
        if mood == "busy":
            return _busy()
        return JSONResponse(products(rows)) if mood in ("fine", "late") else _broken()

    async def read_invoice(self, order_id: Annotated[int, UrlPath(ge=1, le=10**9)]) -> Response:
        mood = self.moods.next()
        if mood == "busy":
            return _busy()
        if mood not in ("fine", "late"):
            return _broken()
        return Response(invoice(order_id), media_type="application/pdf")

    async def post_effect(
        self,
        kind: Kind,
        order_id: int,
        body: Annotated[dict[str, Any], Body()],
        idempotency_key: Annotated[str, Header(min_length=1)],
    ) -> JSONResponse:
        if kind == "car" and order_id % 10 == SOLD_OUT:
            await asyncio.to_thread(self.ledger.refuse, idempotency_key, kind, "sold out")
            return JSONResponse({"detail": "No car is left."}, 409)
        mood = self.moods.next()
        if mood == "late":
            await asyncio.sleep(0.7)
        if mood in ("busy", "broken"):
            await asyncio.to_thread(self.ledger.refuse, idempotency_key, kind, mood)
            return _busy() if mood == "busy" else _broken()
        answer = await asyncio.to_thread(self.ledger.deliver, idempotency_key, kind, order_id, body)
        return _broken() if mood == "lost" else JSONResponse(answer, 201)

    def read_ledger(self) -> dict[str, Any]:
        return {"summary": self.ledger.summary(), "effects": self.ledger.effects()}


def _busy() -> JSONResponse:
    return JSONResponse({"detail": "Too many orders at once."}, 429, {"Retry-After": "1"})


def _broken() -> JSONResponse:
    return JSONResponse({"detail": "The till is stuck."}, 500)


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--port", type=int, default=8410)
    parser.add_argument("--data", type=Path, default=Path("."))
    parser.add_argument("--faults", type=float, default=0.15, help="share of bad answers, 0 to 1")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    arguments.data.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(arguments.data / "shop.db")
    shop = Shop(ledger, Moods(arguments.faults, arguments.seed))
    uvicorn.run(shop.app, host="127.0.0.1", port=arguments.port, log_level="warning")


if __name__ == "__main__":
    main()
