"""A platform that reaches its servers, and the shop, only through proxies."""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from local.ports import HOST
from tests.e2e.api import Api
from tests.e2e.chaos_proxy import ChaosProxy, proxy_to
from tests.e2e.orders import order_graph
from tests.e2e.stack import Stack
from tests.servers import postgres_server, temporal_server


@dataclass(frozen=True)
class Site:
    """`proxies` are those to `temporal`, `database` and `shop`."""

    stack: Stack
    api: Api
    proxies: dict[str, ChaosProxy]
    workflow_id: str
    """Order triage, whose steps call the shop through its proxy."""


@contextmanager
def running(folder: Path) -> Generator[Site]:
    """The servers belong to the site, so it is the network alone that fails."""
    stack = Stack(folder)
    with ExitStack() as parts:
        database_url = parts.enter_context(postgres_server())
        ports = {
            "temporal": int(parts.enter_context(temporal_server()).rpartition(":")[2]),
            "database": urlsplit(database_url).port or 5432,
            "shop": stack.example_port,
        }
        proxies = {name: parts.enter_context(proxy_to(port)) for name, port in ports.items()}
        stack.environment |= {
            "NORIA_TEMPORAL_ADDRESS": f"{HOST}:{proxies['temporal'].port}",
            "NORIA_DATABASE_URL": _through(database_url, proxies["database"]),
            "NORIA_ALLOWED_HOSTS": f"{HOST}:{proxies['shop'].port}",
        }
        stack.start()
        parts.callback(stack.stop)
        api = Api(stack.url)
        parts.callback(api.close)
        graph = order_graph(f"http://{HOST}:{proxies['shop'].port}")
        yield Site(stack, api, proxies, api.publish("Order triage, far away", graph))


def _through(url: str, proxy: ChaosProxy) -> str:
    parts = urlsplit(url)
    host = f"{parts.netloc.rpartition('@')[0]}@{HOST}:{proxy.port}"
    return urlunsplit(parts._replace(netloc=host))
