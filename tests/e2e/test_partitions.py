"""Networks fail: silence, resets, latency, a thin line; between our processes and their servers."""

import statistics
import time
from collections.abc import Generator, Sequence

import httpx2
import pytest

from tests.e2e.orders import check_all_done, place
from tests.e2e.site import Site, running

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]

SILENCE_S = 6.0
ORDERS = {"temporal": 410_000, "database": 420_000, "shop": 430_000}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    with running(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.mark.parametrize("name", ORDERS)
def test_runs_outlive_a_silence(site: Site, name: str) -> None:
    """R5: nobody is told that the line is dead, and after a while it isn't."""
    placed = place(site.api, site.workflow_id, range(ORDERS[name], ORDERS[name] + 10))
    with site.proxies[name].silence():
        time.sleep(SILENCE_S)
    began = time.monotonic()
    check_all_done(site.stack, site.api, placed)

    print(f"\n{name}: all runs done {time.monotonic() - began:.1f} s after the silence")


@pytest.mark.parametrize("name", ORDERS)
def test_runs_outlive_resets(site: Site, name: str) -> None:
    """R5: every open connection is reset, again and again."""
    first = ORDERS[name] + 1_000
    placed = place(site.api, site.workflow_id, range(first, first + 10))
    for _ in range(8):
        site.proxies[name].reset()
        time.sleep(0.4)
    check_all_done(site.stack, site.api, placed)


def test_the_api_says_that_the_database_is_away_and_is_well_again_afterwards(site: Site) -> None:
    """R5: whoever asks is told within seconds, and no connection is lost to the pool for ever."""
    with site.proxies["database"].silence(), httpx2.Client(trust_env=False, timeout=30) as http:
        began = time.monotonic()
        answer = http.get(f"{site.stack.url}/health/ready")
        took = time.monotonic() - began
    assert answer.status_code == 503
    assert took < 15

    for _ in range(30):
        assert site.api.json("GET", f"/workflows/{site.workflow_id}")["id"] == site.workflow_id
    print(f"\n/health/ready said 503 after {took:.1f} s of silence")


def test_a_slow_database_makes_no_storm(site: Site) -> None:
    """R6: 100 ms there and back and 1 Mbit/s; nothing fails, and hardly more is asked than before."""
    database = site.proxies["database"]
    usual = _asked_by_orders(site, range(440_000, 440_006))
    before = database.connections
    database.latency_s, database.bytes_per_s = 0.05, 125_000
    try:
        slow = _asked_by_orders(site, range(441_000, 441_006))
        opened = database.connections - before
    finally:
        database.latency_s, database.bytes_per_s = 0.0, 0

    print(f"\nasked of the database: {usual} bytes as usual, {slow} when it is slow")
    print(f"connections opened: {opened}")
    assert slow < 2 * usual
    assert opened < 40


def _asked_by_orders(site: Site, orders: Sequence[int]) -> int:
    """Bytes that were sent to the database for these orders alone, from their start to their end."""
    database = site.proxies["database"]
    samples: list[float] = []
    placed: dict[int, str] = {}
    asked = database.asked_bytes
    for order in orders:
        began = time.monotonic()
        placed |= place(site.api, site.workflow_id, [order], threads=1)
        samples.append(time.monotonic() - began)
    check_all_done(site.stack, site.api, placed)
    print(f"\nstart of a run: median {statistics.median(samples):.1f} s, max {max(samples):.1f} s")
    assert max(samples) < 10
    return database.asked_bytes - asked
