"""TCP ports on this machine."""

import secrets
import socket

HOST = "127.0.0.1"


OURS = range(10_000, 32_000)
"""Below the ports that systems give to outgoing connections, one of which could be first."""
TRIES = 100


def free_port() -> int:
    """A port that was free a moment ago; someone else may take it first."""
    for _ in range(TRIES):
        port = secrets.choice(OURS)
        if not is_taken(port):
            return port
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_taken(port: int) -> bool:
    """Whether something listens there, or the system refuses it to us."""
    with socket.socket() as probe:
        # As servers do, so that connections that are still closing don't count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def answers(port: int) -> bool:
    """Whether a server accepts connections there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0
