"""Attack group C of docs/security: where nodes may connect. Numbered as there."""

import asyncio
from collections.abc import Iterable

import httpx2
import pytest

from activities.guard import Allowance, Guard, HostRefused, SystemResolver, port_is_open
from noria.errors import Invalid, NodeFailed, NodeUnavailable
from tests.activities.conftest import MakeClient
from tests.activities.internet import PUBLIC, Internet, Service

ODD_IPV4 = [
    "0", "0.0.0.0", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1",
    "0177.0.0.1", "0177.1", "017700000001", "00.0.0.0", "127.0.0.1.", "127.0.0.01", "0x",
    "1.1.1.0x1", "localhost", "LOCALHOST", "localhost.", "internal.example",
]  # fmt: skip
IPV6 = [
    "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
    "[::127.0.0.1]", "[fe80::1]", "[::1%25lo]", "[fe80::1%25eth0]", "[::1%lo]",
]  # fmt: skip
METADATA = [
    "169.254.169.254", "[fd00:ec2::254]", "100.100.100.200", "192.0.0.192", "168.63.129.16",
    "metadata.google.internal", "metadata.google.internal.", "[::ffff:169.254.169.254]",
]  # fmt: skip


async def get(client: httpx2.AsyncClient, url: str) -> httpx2.Response:
    return await client.get(url)


async def refused(client: httpx2.AsyncClient, url: str) -> str:
    with pytest.raises((HostRefused, httpx2.InvalidURL)) as caught:
        await get(client, url)
    return str(caught.value)


def internal_names(internet: Internet) -> None:
    internet.names |= {
        "localhost": [["127.0.0.1"]],
        "internal.example": [["127.0.0.1"]],
        "metadata.google.internal": [["169.254.169.254"]],
    }


@pytest.mark.parametrize("host", ODD_IPV4)
async def test_c1_odd_spellings_of_an_ipv4_address_are_refused(
    host: str, internet: Internet, internal: Service, make_client: MakeClient
) -> None:
    internal_names(internet)

    await refused(make_client(), f"http://{host}:{internal.port}/")

    assert internal.connects == 0
    assert internet.connects == []


@pytest.mark.parametrize("host", IPV6)
async def test_c2_ipv6_ways_to_an_internal_host_are_refused(
    host: str, internet: Internet, internal: Service, make_client: MakeClient
) -> None:
    await refused(make_client(), f"http://{host}:{internal.port}/")

    assert internal.connects == 0
    assert internet.connects == []


@pytest.mark.parametrize("host", METADATA)
async def test_c3_metadata_services_are_refused(
    host: str, internet: Internet, make_client: MakeClient
) -> None:
    internal_names(internet)

    await refused(make_client(), f"http://{host}/latest/meta-data/")

    assert internet.connects == []


@pytest.mark.parametrize("answer", ["127.0.0.1", "10.0.0.7", "::1", "fd12::9", "::ffff:10.0.0.7"])
async def test_c4_a_name_that_leads_inside_is_refused(
    answer: str, internet: Internet, make_client: MakeClient
) -> None:
    internet.names["looks-public.example"] = [[answer]]

    await refused(make_client(), "http://looks-public.example/")

    assert internet.connects == []


@pytest.mark.parametrize("answers", [[PUBLIC, "127.0.0.1"], ["10.0.0.1", PUBLIC], [PUBLIC, "::1"]])
async def test_c5_one_internal_answer_among_public_ones_refuses_all(
    answers: list[str], internet: Internet, make_client: MakeClient
) -> None:
    internet.names["mixed.example"] = [answers]

    await refused(make_client(), "http://mixed.example/")

    assert internet.connects == []


async def test_c6_a_name_is_resolved_once_and_that_answer_is_connected_to(
    internet: Internet, internal: Service, make_client: MakeClient
) -> None:
    internet.names["rebinding.example"] = [[PUBLIC], ["127.0.0.1"]]

    response = await get(make_client(), f"http://rebinding.example:{internal.port}/")

    assert response.status_code == 200
    assert internet.looked_up == ["rebinding.example"]
    assert internet.connects == [(PUBLIC, internal.port)]
    assert internal.connects == 0


async def test_c6_a_name_that_changes_later_is_refused_at_the_next_connect(
    internet: Internet, internal: Service, make_client: MakeClient
) -> None:
    internet.names["rebinding.example"] = [[PUBLIC], ["127.0.0.1"]]
    url = f"http://rebinding.example:{internal.port}/"
    await get(make_client(), url)

    await refused(make_client(), url)

    assert internal.connects == 0


@pytest.mark.parametrize(
    "url",
    [
        "http://public.example@127.0.0.1/",
        "http://public.example:80@127.0.0.1/",
        "http://user:password@public.example/",
        "http://public.example\\@127.0.0.1/",
        "http://127.0.0.1\\.public.example/",
        "http:\\\\127.0.0.1\\",
        "http:/127.0.0.1/",
        "http:///127.0.0.1/",
        "//127.0.0.1/",
        " http://127.0.0.1/",
        "http://127.0.0.1\t/",
        "http://127.0.0.1%2epublic.example/",
        "http://127%2e0%2e0%2e1/",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        "http://①②⑦.⓪.⓪.①/",
        "http://ⓛocalhost/",
        "http://localhost./",
        "http://internal.example../",
        "http://.internal.example/",
        "http://internal.example:0/",
        "http://internal.example:-1/",
        "http://internal.example:80:80/",
        "http://public.example,127.0.0.1/",
        "http://public.example;127.0.0.1/",
        f"http://{'a' * 64}.example/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_INFO",
        "ftp://public.example/",
        "unix:///var/run/docker.sock",
        "http+unix://%2Fvar%2Frun%2Fdocker.sock/info",
    ],
)
async def test_c9_urls_that_parsers_read_differently_are_refused(
    url: str, internet: Internet, make_client: MakeClient
) -> None:
    internal_names(internet)

    await refused(make_client(), url)

    assert internet.connects == []


async def test_c9_a_trailing_dot_does_no_harm_to_a_public_name(make_client: MakeClient) -> None:
    response = await get(make_client(), "http://public.example./x")

    assert response.text == "hello /x"


@pytest.mark.parametrize("port", [1, 22, 23, 25, 53, 110, 445, 587, 993, 3306, 5432, 6379, 7233])
async def test_c11_ports_of_other_protocols_are_refused(
    port: int, internet: Internet, make_client: MakeClient
) -> None:
    message = await refused(make_client(), f"http://public.example:{port}/")

    assert f"Port {port} is not open" in message
    assert internet.connects == []


@pytest.mark.parametrize("port", [80, 443, 1024, 3000, 8000, 8080, 8410, 8443, 65_535])
def test_c11_the_ports_of_the_web_are_open(port: int) -> None:
    assert port_is_open(port) is True


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "db.example", "0x7f000001", "unix"])
async def test_c13_the_same_check_serves_clients_of_other_protocols(host: str) -> None:
    """PostgreSQL, Redis, SMTP, S3, OAuth and model servers are given its answer to connect to."""

    async def resolve(_: str) -> Iterable[str]:
        return ["10.0.0.5"]

    guard = Guard(Allowance.parse_all("10.1.0.0/16:5432"), resolve)

    with pytest.raises(HostRefused):
        await guard.check(host, 5432)


async def test_c13_a_database_on_the_allow_list_gives_its_checked_address() -> None:
    async def resolve(_: str) -> Iterable[str]:
        return ["10.1.0.5", "10.1.0.6"]

    guard = Guard(Allowance.parse_all("10.1.0.0/16:5432"), resolve)

    assert await guard.check("db.example", 5432) == ("10.1.0.5", "10.1.0.6")


async def test_c14_the_refusal_is_the_same_whatever_listens(
    internet: Internet, internal: Service, make_client: MakeClient
) -> None:
    """An open port, a closed one and an address without a host: nobody can scan with us."""
    internet.names |= {"a.example": [["127.0.0.1"]], "b.example": [["10.255.255.1"]]}
    client = make_client()
    listening = f"http://a.example:{internal.port}/"

    texts = [await refused(client, url) for url in (listening, "http://a.example:8123/")]
    texts.append((await refused(client, "http://b.example/")).replace("b.example", "a.example"))

    assert len(set(texts)) == 1
    assert "127.0.0.1" not in texts[0]
    assert internet.connects == []


async def test_c14_a_reachable_hosts_banner_and_port_state_stay_hidden(
    internet: Internet, make_client: MakeClient, public: Service
) -> None:
    async def banner(_: object) -> bytes:
        return b"SSH-2.0-OpenSSH_9.2 secret-banner\r\n\r\n"

    public.answer = banner
    client = make_client()

    with pytest.raises(httpx2.RemoteProtocolError) as spoke:
        await get(client, "http://public.example/")
    internet.names["closed.example"] = [["198.41.0.4"]]
    with pytest.raises(httpx2.ConnectError) as closed:
        await get(client, "http://closed.example/")

    assert str(spoke.value) == "'public.example' did not answer with whole HTTP."
    assert str(closed.value) == "'closed.example' could not be reached."


async def test_an_allowed_address_is_reached_on_its_port_alone(
    internal: Service, internet: Internet, make_client: MakeClient
) -> None:
    client = make_client(f"127.0.0.1:{internal.port}")

    assert (await get(client, f"http://127.0.0.1:{internal.port}/")).status_code == 200
    await refused(client, f"http://127.0.0.1:{internal.port + 1}/")

    assert internet.connects == [("127.0.0.1", internal.port)]


async def test_an_allowed_name_is_reached_under_that_name_alone(
    internal: Service, internet: Internet, make_client: MakeClient
) -> None:
    internet.names |= {"shop.internal": [["127.0.0.1"]], "other.internal": [["127.0.0.1"]]}
    client = make_client("shop.internal")

    assert (await get(client, f"http://SHOP.internal:{internal.port}/")).status_code == 200
    await refused(client, f"http://other.internal:{internal.port}/")
    await refused(client, f"http://127.0.0.1:{internal.port}/")


async def test_an_allowed_name_never_leads_to_metadata(
    internet: Internet, make_client: MakeClient
) -> None:
    internet.names["shop.internal"] = [["169.254.169.254"]]

    await refused(make_client("shop.internal"), "http://shop.internal/")

    assert internet.connects == []


def test_reads_every_form_of_an_allowed_host() -> None:
    text = " Shop.Internal:8080, 10.1.0.0/16,[fd00::/8]:443 ,fd12::/16,127.0.0.1:9,localhost,"

    found = [(str(entry.target), entry.port) for entry in Allowance.parse_all(text)]

    assert found == [
        ("shop.internal", 8080),
        ("10.1.0.0/16", None),
        ("fd00::/8", 443),
        ("fd12::/16", None),
        ("127.0.0.1/32", 9),
        ("localhost", None),
    ]


@pytest.mark.parametrize(
    "text", ["http://x", "a b", "x:port", "*", "10.0.0.0/33", "0x7f.1", "x:99999"]
)
def test_a_wrong_allowed_host_says_how_to_write_it(text: str) -> None:
    with pytest.raises(Invalid, match="NORIA_ALLOWED_HOSTS has the entry"):
        Allowance.parse_all(text)


async def test_a_name_without_an_answer_may_be_tried_again(make_client: MakeClient) -> None:
    with pytest.raises(NodeUnavailable, match="'nowhere.example' can't be resolved"):
        await get(make_client(), "http://nowhere.example/")


async def test_a_slow_resolver_is_not_waited_for() -> None:
    async def slow(_: str) -> Iterable[str]:
        await asyncio.sleep(60)
        return []

    with pytest.raises(NodeUnavailable, match="can't be resolved"):
        await Guard(resolver=slow, resolve_seconds=0.02).check("slow.example", 80)


async def test_a_resolver_that_gives_a_scope_id_is_refused() -> None:
    async def scoped(_: str) -> Iterable[str]:
        return ["fe80::1%eth0"]

    with pytest.raises(NodeFailed, match="scope id"):
        await Guard(resolver=scoped).check("scoped.example", 80)


async def test_the_systems_resolver_knows_this_machine() -> None:
    assert "127.0.0.1" in list(await SystemResolver()("localhost"))
