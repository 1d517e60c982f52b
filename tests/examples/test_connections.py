"""The examples that name credentials run against real servers: HTTP, SMTP, PostgreSQL, S3, NATS."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import nats
import psycopg
import pytest
import uvicorn
from moto.server import ThreadedMotoServer
from temporalio.testing import WorkflowEnvironment

from activities.storage.s3_files import s3_files
from api.examples import DATABASES
from api.template_files import read_templates
from local.ports import HOST, free_port
from noria.compile import compile_graph
from noria.credential_types.aws import AwsFields
from noria.credential_types.broker import BrokerFields
from noria.credential_types.database import DatabaseFields
from noria.credential_types.smtp import SmtpFields
from noria.credentials import Credential
from noria.exchange import Document, Try
from noria.model import Graph
from store.database import plain_url
from tests.activities.events.nats_server import nats_running
from tests.activities.fakes import FakeContext, MemoryBlobs
from tests.activities.knowledge.shelf import GivenShelf
from tests.activities.nodes import run as do
from tests.api.mailbox import Mailbox, mailbox
from tests.examples.test_templates import DOCUMENTS, EXAMPLES, example_shop
from tests.reference.workshop import Workshop, catalog, workshop
from tests.servers import postgres_server
from workflows.graph_workflow import GraphWorkflow

CONNECTED = [
    slug
    for slug, document in DOCUMENTS.items()
    if document.template and document.template.credentials
]
TABLES = """
    CREATE TABLE orders (id bigint PRIMARY KEY, customer text, total numeric);
    CREATE TABLE customer (id bigint PRIMARY KEY, name text);
    INSERT INTO customer VALUES (1, 'Ada'), (2, 'Grace');
    CREATE TABLE stock (sku text PRIMARY KEY, count integer);
    CREATE TABLE product (sku text PRIMARY KEY, count integer);
    INSERT INTO product VALUES ('lamp', 2), ('desk', 40);
    CREATE TABLE news (id bigint PRIMARY KEY, name text, told boolean NOT NULL DEFAULT false);
    INSERT INTO news (id, name) VALUES (1, 'a'), (2, 'b'), (3, 'c');
"""


@dataclass(frozen=True)
class Outside:
    """Where the servers are."""

    shop_port: int
    mail: Mailbox
    database_url: str
    s3: str
    nats_url: str

    def credentials(self) -> dict[str, Credential]:
        database = DatabaseFields.model_validate({"url": self.database_url})
        files = {"access_key_id": "a", "secret_access_key": "b", "endpoint": self.s3}
        mail = SmtpFields(host=HOST, port=self.mail.port, security="none")
        return {
            "shop-database": Credential("shop-database", "database", database),
            "mail": Credential("mail", "smtp", mail),
            "files": Credential("files", "aws", AwsFields.model_validate(files)),
            "events": Credential(
                "events", "broker", BrokerFields.model_validate({"url": self.nats_url})
            ),
        }

    async def file(self, path: str, content: str | None = None) -> str:
        """Read, or written first."""
        action = {"kind": "read", "path": path, "give": "text"}
        if content is not None:
            action = {"kind": "write", "path": path, "content": content}
        async with httpx2.AsyncClient(timeout=60) as client:
            context = FakeContext(client, credentials=self.credentials())
            config = {"credential": "files", "bucket": "reports", "action": action}
            return str((await do(s3_files, config, context))["text"])

    def rows(self, sql: str) -> list[Any]:
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(sql.encode()).fetchall()

    async def heard(self, subject: str) -> int:
        client: Any = await nats.connect(self.nats_url)  # pyright: ignore[reportUnknownMemberType]
        info = await client.jetstream().stream_info("shop", subjects_filter=subject)
        await client.close()
        found: dict[str, int] = info.state.subjects or {}
        return found.get(subject, 0)


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Generator[Outside]:
    folder = tmp_path_factory.mktemp("servers")
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(example_shop(folder).app, host=HOST, port=port, log_level="warning")
    )
    shop = threading.Thread(target=server.run, daemon=True)
    shop.start()
    files = ThreadedMotoServer(HOST, 0, verbose=False)
    files.start()
    s3 = f"http://{HOST}:{files.get_host_and_port()[1]}"
    with mailbox() as mail, postgres_server() as url, nats_running(folder) as nats_url:
        database_url = plain_url(url)
        outside = Outside(port, mail, database_url, s3, nats_url)
        asyncio.run(_furnish(outside))
        yield outside
    files.stop()
    server.should_exit = True
    shop.join(20)


async def _furnish(outside: Outside) -> None:
    async with await psycopg.AsyncConnection.connect(outside.database_url) as connection:
        await connection.execute(TABLES)
    async with httpx2.AsyncClient(timeout=60) as client:
        (await client.put(f"{outside.s3}/reports")).raise_for_status()
    await outside.file("stock.csv", "sku,count\nlamp,2\ndesk,40\n")
    client: Any = await nats.connect(outside.nats_url)  # pyright: ignore[reportUnknownMemberType]
    await client.jetstream().add_stream(name="shop", subjects=["orders.*", "pages.*"])
    await client.close()


@pytest.fixture
async def connected(long_time: WorkflowEnvironment, outside: Outside) -> AsyncGenerator[Workshop]:
    reach = {"credentials": outside.credentials(), "blobs": MemoryBlobs()}
    shelf = GivenShelf()
    async with workshop(long_time.client, GraphWorkflow, shelf=shelf, reach=reach) as house:
        yield house


def test_there_are_many_of_them_and_each_kind_of_server_is_used() -> None:
    used = [
        each
        for slug in CONNECTED
        for each in (DOCUMENTS[slug].template or pytest.fail(slug)).credentials.values()
    ]

    assert len(CONNECTED) >= 10
    assert set(used) == {"database", "smtp", "aws", "broker"}


@pytest.mark.parametrize("slug", CONNECTED)
def test_it_names_the_credentials_that_its_nodes_use(slug: str) -> None:
    document = DOCUMENTS[slug]
    nodes: Any = document.workflows[0].graph["nodes"]
    named = {
        node["config"][field]
        for node in nodes
        for field in ("credential", "database", "broker")
        if field in node["config"]
    }

    assert document.template is not None
    assert named == set(document.template.credentials)


@pytest.mark.parametrize("slug", CONNECTED)
async def test_it_does_what_it_promises(connected: Workshop, outside: Outside, slug: str) -> None:
    document: Document = read_templates(outside.shop_port, EXAMPLES / "templates")[slug]
    assert document.template is not None
    graph = Graph.model_validate(document.workflows[0].graph)
    assert compile_graph(document.workflows[0].graph, catalog()).problems == []

    for promise in document.template.tries:
        await _keeps(connected, graph, promise)

    check = CHECKS.get(slug)
    if check:
        await check(outside)


async def test_invoices_are_kept_in_the_file_of_a_new_workspace(
    long_time: WorkflowEnvironment, outside: Outside, tmp_path: Path
) -> None:
    [(name, address)] = DATABASES.items()
    fields = DatabaseFields.model_validate({"url": address})
    reach = {"credentials": {name: Credential(name, "database", fields)}, "files": tmp_path}
    document = read_templates(outside.shop_port, EXAMPLES / "templates")["invoice-to-database"]
    assert document.template is not None
    graph = Graph.model_validate(document.workflows[0].graph)
    shelf = GivenShelf()
    async with workshop(long_time.client, GraphWorkflow, shelf=shelf, reach=reach) as house:
        await _keeps(house, graph, document.template.tries[0])


async def _keeps(house: Workshop, graph: Graph, promise: Try) -> None:
    run, steps = await house.run(graph, promise.input)

    assert run.status.value == promise.status, (run.error, steps)
    assert run.output == promise.output


async def _mailed(outside: Outside) -> None:
    assert outside.mail.letters[-1]["Subject"] == "Your order 4711"


async def _announced(outside: Outside) -> None:
    assert await outside.heard("orders.created") == 1


async def _listed(outside: Outside) -> None:
    assert len((await outside.file("prices.csv")).splitlines()) == 195


async def _exported(outside: Outside) -> None:
    assert (await outside.file("customers.csv")).split() == ["id,name", "1,Ada", "2,Grace"]


async def _told(outside: Outside) -> None:
    assert await outside.heard("orders.news") == 3
    assert outside.rows("SELECT count(*) FROM news WHERE told") == [(3,)]


async def _warned(outside: Outside) -> None:
    assert outside.mail.letters[-1]["Subject"] == "Running low"
    assert outside.mail.text().strip() == "lamp: 2"


async def _archived(outside: Outside) -> None:
    assert '"id":12' in (await outside.file("orders/12.json")).replace(" ", "")
    assert outside.rows("SELECT count(*) FROM orders WHERE id = 12") == [(1,)]


async def _missed(outside: Outside) -> None:
    assert outside.mail.letters[-1]["Subject"] == "nothing-here is away"
    assert await outside.heard("pages.away") == 1


async def _kept(outside: Outside) -> None:
    rows = outside.rows("SELECT number, supplier, issued, net, vat FROM invoice")
    assert [(*row[:3], float(row[3]), float(row[4])) for row in rows] == [
        ("R-4711", "Millstone & Sons", "2026-11-08", 512.0, 97.28),
    ]


CHECKS = {
    "confirm-by-mail": _mailed,
    "announce-orders": _announced,
    "price-list-to-files": _listed,
    "export-table": _exported,
    "outbox-to-events": _told,
    "low-stock-mail": _warned,
    "archive-order": _archived,
    "watch-a-page": _missed,
    "invoice-to-database": _kept,
}
"""What the servers have got of it; of the others their own output tells."""
