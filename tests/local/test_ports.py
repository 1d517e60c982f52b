"""Ports are found where outgoing connections don't take them."""

import socket

from local.ports import HOST, OURS, free_port, is_taken


def test_a_free_port_can_be_listened_on() -> None:
    port = free_port()

    with socket.socket() as server:
        server.bind((HOST, port))
        server.listen()
        assert is_taken(port)
    assert port in OURS
