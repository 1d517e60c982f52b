"""The proxy does what it says, since every finding of the tests beside rests on it."""

import socket
import threading
import time
from collections.abc import Generator
from contextlib import suppress

import pytest

from local.ports import HOST
from tests.e2e.chaos_proxy import ChaosProxy, proxy_to


@pytest.fixture
def echo() -> Generator[ChaosProxy]:
    """In front of a server that gives back what it gets."""
    server = socket.create_server((HOST, 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            while data := connection.recv(4096):
                connection.sendall(data)

    threading.Thread(target=serve, daemon=True).start()
    with proxy_to(server.getsockname()[1]) as proxy:
        yield proxy
    server.shutdown(socket.SHUT_RDWR)
    server.close()


def connect(proxy: ChaosProxy) -> socket.socket:
    return socket.create_connection((HOST, proxy.port), timeout=5)


def test_it_passes_on_what_it_gets(echo: ChaosProxy) -> None:
    with connect(echo) as client:
        client.sendall(b"hello")

        assert client.recv(10) == b"hello"


def test_latency_counts_each_way(echo: ChaosProxy) -> None:
    echo.latency_s = 0.1
    with connect(echo) as client:
        began = time.monotonic()
        client.sendall(b"hello")

        assert client.recv(10) == b"hello"
        assert time.monotonic() - began >= 0.2


def test_what_is_sent_into_silence_arrives_afterwards(echo: ChaosProxy) -> None:
    with connect(echo) as client:
        client.sendall(b"a")
        assert client.recv(1) == b"a"
        client.settimeout(0.3)
        with echo.silence():
            client.sendall(b"b")
            with pytest.raises(TimeoutError):
                client.recv(1)
        client.settimeout(5)

        assert client.recv(1) == b"b"


def test_a_reset_ends_open_connections(echo: ChaosProxy) -> None:
    with connect(echo) as client:
        client.sendall(b"a")
        assert client.recv(1) == b"a"
        echo.reset()

        with pytest.raises(ConnectionResetError):
            client.recv(1)
