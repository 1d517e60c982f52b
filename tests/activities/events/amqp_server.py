"""RabbitMQ where it is installed, and everywhere a small broker that speaks its protocol (AMQP 0-9-1)."""

import asyncio
import os
import shutil
import signal
import subprocess
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import aio_pika
from pamqp import body, commands, frame, header

from activities.events.amqp import amqp_connection
from activities.events.places import parse_url
from local.ports import free_port
from tests.worker.house import until

RABBITMQ = shutil.which("rabbitmq-server") or shutil.which("rabbitmq-server", path="/usr/sbin")
USER, PASSWORD = "guest", "guest"
FRAME_MAX = 131_072
ABLE = ("publisher_confirms", "consumer_cancel_notify", "basic.nack")


@asynccontextmanager
async def rabbitmq_running(folder: Path) -> AsyncGenerator[str]:
    """A real one, for `guest`; gives its URL."""
    assert RABBITMQ
    port = free_port()
    (folder / "rabbitmq.conf").write_text(
        f"listeners.tcp.1 = 127.0.0.1:{port}\nlog.console = false\n"
    )
    (folder / "plugins").write_text("[].")
    names = {"MNESIA_BASE": "data", "LOG_BASE": "logs", "CONFIG_FILE": "rabbitmq.conf",
             "ENABLED_PLUGINS_FILE": "plugins", "PID_FILE": "pid"}  # fmt: skip
    own = {f"RABBITMQ_{name}": str(folder / where) for name, where in names.items()}
    distribution = {"RABBITMQ_NODENAME": f"noria{port}@localhost", "HOME": str(folder),
                    "RABBITMQ_DIST_PORT": str(free_port()), "ERL_EPMD_PORT": str(free_port())}  # fmt: skip
    server = await asyncio.create_subprocess_exec(
        RABBITMQ, env=os.environ | own | distribution,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    url = f"amqp://{USER}:{PASSWORD}@127.0.0.1:{port}"
    try:
        await until(partial(_answers, url))
        yield url
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        await server.wait()


async def _answers(url: str) -> bool:
    try:
        async with amqp_connection(parse_url(url), "127.0.0.1"):
            return True
    except (aio_pika.exceptions.AMQPError, OSError):
        return False


@asynccontextmanager
async def small_running() -> AsyncGenerator[str]:
    """As much of a broker as clients of one queue at a time need; gives its URL."""
    broker = _Broker()
    server = await asyncio.start_server(broker.serve, "127.0.0.1", 0)
    try:
        yield f"amqp://{USER}:{PASSWORD}@127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


@dataclass
class _Message:
    key: str
    properties: Any
    data: bytes
    redelivered: bool = False


@dataclass
class _Channel:
    """What it has of one client."""

    prefetch: int = 0
    confirms: int | None = None
    """How many were published, where the client asked to be told."""
    consumer: tuple[str, str] | None = None
    """Tag and queue."""
    tag: int = 0
    held: dict[int, tuple[str, _Message]] = field(default_factory=dict[int, tuple[str, _Message]])
    publishing: tuple[Any, Any] | None = None


class _Broker:
    def __init__(self) -> None:
        self.queues: dict[str, deque[_Message]] = {}
        self.clients: list[_Client] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        client = _Client(self, writer)
        self.clients.append(client)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await reader.readexactly(8)  # AMQP0091
            able: Any = dict.fromkeys(ABLE, True)
            client.send(0, commands.Connection.Start(server_properties={"capabilities": able}))
            while not writer.is_closing():
                start = await reader.readexactly(7)
                rest = await reader.readexactly(int.from_bytes(start[3:7]) + 1)
                _, number, got = frame.unmarshal(start + rest)
                client.take(number, got)
                self._deliver()
        self.clients.remove(client)
        client.let_go()
        writer.close()
        self._deliver()

    def _deliver(self) -> None:
        for client in self.clients:
            client.deliver()


class _Client:
    def __init__(self, broker: "_Broker", writer: asyncio.StreamWriter) -> None:
        self._queues = broker.queues
        self._clients = broker.clients
        self._writer = writer
        self._channels: dict[int, _Channel] = {}

    def send(self, number: int, *frames: Any) -> None:
        if not self._writer.is_closing():
            self._writer.write(b"".join(frame.marshal(each, number) for each in frames))

    def take(self, number: int, got: Any) -> None:
        """What a client says, answered."""
        channel = self._channels.get(number, _Channel())
        match got:
            case header.ContentHeader():
                assert channel.publishing
                channel.publishing = (channel.publishing[0], got.properties)
                if got.body_size == 0:
                    self._publish(number, channel, b"")
            case body.ContentBody():
                self._publish(number, channel, got.value)
            case commands.Basic.Publish():
                channel.publishing = (got, None)
            case commands.Basic.Ack():
                for tag in [tag for tag in channel.held if tag == got.delivery_tag]:
                    del channel.held[tag]
            case _:
                self._answer(number, channel, got)

    def _answer(self, number: int, channel: _Channel, got: Any) -> None:
        of = commands
        acts: dict[str, Callable[[int, _Channel, Any], Any]] = {
            of.Connection.StartOk.name: self._sign_in,
            of.Connection.Close.name: self._hang_up,
            of.Channel.Open.name: self._open,
            of.Channel.Close.name: self._close,
            of.Queue.Declare.name: self._declare,
            of.Queue.Delete.name: self._delete,
            of.Basic.Consume.name: self._consume,
            of.Basic.Qos.name: self._limit,
            of.Confirm.Select.name: self._confirm,
        }
        if got.name in acts:
            acts[got.name](number, channel, got)
        elif got.name == of.Connection.Open.name:
            self.send(0, of.Connection.OpenOk())

    def _sign_in(self, number: int, _: _Channel, got: Any) -> None:
        if got.response == f"\0{USER}\0{PASSWORD}":
            self.send(number, commands.Connection.Tune(2_047, FRAME_MAX, 60))
        else:
            self.send(number, commands.Connection.Close(403, "ACCESS_REFUSED - password", 0, 0))

    def _hang_up(self, number: int, _: _Channel, __: Any) -> None:
        self.send(number, commands.Connection.CloseOk())
        self._writer.close()

    def _open(self, number: int, channel: _Channel, _: Any) -> None:
        self._channels[number] = channel
        self.send(number, commands.Channel.OpenOk())

    def _close(self, number: int, channel: _Channel, _: Any) -> None:
        self._give_back(self._channels.pop(number, channel))
        self.send(number, commands.Channel.CloseOk())

    def _limit(self, number: int, channel: _Channel, got: Any) -> None:
        channel.prefetch = got.prefetch_count
        self.send(number, commands.Basic.QosOk())

    def _confirm(self, number: int, channel: _Channel, _: Any) -> None:
        channel.confirms = 0
        self.send(number, commands.Confirm.SelectOk())

    def _consume(self, number: int, channel: _Channel, got: Any) -> None:
        channel.consumer = (got.consumer_tag, got.queue)
        self.send(number, commands.Basic.ConsumeOk(got.consumer_tag))

    def _delete(self, number: int, _: _Channel, got: Any) -> None:
        self._queues.pop(got.queue, None)
        self.send(number, commands.Queue.DeleteOk(0))
        for client in self._clients:
            client.cancel(got.queue)

    def cancel(self, name: str) -> None:
        """Tell who takes from this queue that it is gone."""
        for number, channel in self._channels.items():
            if channel.consumer and channel.consumer[1] == name:
                self.send(number, commands.Basic.Cancel(channel.consumer[0], nowait=True))
                channel.consumer = None

    def _declare(self, number: int, channel: _Channel, got: Any) -> None:
        if got.passive and got.queue not in self._queues:
            self._give_back(self._channels.pop(number, channel))
            self.send(number, commands.Channel.Close(404, "NOT_FOUND - no queue", 50, 10))
            return
        queue = self._queues.setdefault(got.queue, deque())
        self.send(number, commands.Queue.DeclareOk(got.queue, len(queue), 0))

    def _publish(self, number: int, channel: _Channel, data: bytes) -> None:
        assert channel.publishing
        asked, properties = channel.publishing
        queue = self._queues.get(asked.routing_key)
        if queue is not None:
            queue.append(_Message(asked.routing_key, properties, data))
        elif asked.mandatory:
            told = commands.Basic.Return(312, "NO_ROUTE", asked.exchange, asked.routing_key)
            self.send(number, told, *_content(properties, data))
        if channel.confirms is not None:
            channel.confirms += 1
            self.send(number, commands.Basic.Ack(channel.confirms))

    def deliver(self) -> None:
        """What waits, as far as each channel takes it without an acknowledgement."""
        for number, channel in self._channels.items():
            if channel.consumer is None:
                continue
            tag, name = channel.consumer
            queue = self._queues.get(name, deque())
            while queue and (not channel.prefetch or len(channel.held) < channel.prefetch):
                message = queue.popleft()
                channel.tag += 1
                channel.held[channel.tag] = (name, message)
                told = commands.Basic.Deliver(
                    tag, channel.tag, message.redelivered, "", message.key
                )
                self.send(number, told, *_content(message.properties, message.data))

    def let_go(self) -> None:
        """The client is gone: what it held is delivered again."""
        for channel in self._channels.values():
            self._give_back(channel)
        self._channels.clear()

    def _give_back(self, channel: _Channel) -> None:
        for name, message in reversed(channel.held.values()):
            message.redelivered = True
            self._queues.setdefault(name, deque()).appendleft(message)
        channel.held.clear()


def _content(properties: Any, data: bytes) -> list[Any]:
    return [
        header.ContentHeader(0, len(data), properties),
        *([body.ContentBody(data)] if data else []),
    ]
