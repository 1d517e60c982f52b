"""Group B of the attack catalogue against full code, in the runner as `make run` starts it."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import psutil
import pytest

from activities.code.javascript_full import javascript_full
from activities.code.python_full import python_full
from noria.errors import NodeFailed
from tests.activities.nodes import offline, run
from tests.code_house import ROOT, RUNNER, UID, needs_a_jail, running
from worker.code_runner import NoCodeRunner, SocketCodeRunner

pytestmark = needs_a_jail


@pytest.fixture(scope="module")
def runner() -> Generator[SocketCodeRunner]:
    with running() as path:
        yield SocketCodeRunner(path)


class House:
    """Runs code as a step does."""

    def __init__(self, runner: SocketCodeRunner) -> None:
        self._runner = runner

    async def py(self, body: str, given: Any = None, **more: Any) -> Any:
        lines = "\n".join(f"    {line}" for line in body.splitlines())
        config = {"code": f"def main(input):\n{lines}\n", "input": given, **more}
        return await run(python_full, config, offline(code=self._runner))

    async def js(self, body: str, given: Any = None, **more: Any) -> Any:
        config = {"code": f"async function main(input) {{ {body} }}", "input": given, **more}
        return await run(javascript_full, config, offline(code=self._runner))


@pytest.fixture(scope="module")
def house(runner: SocketCodeRunner) -> House:
    return House(runner)


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "/root/.bashrc", "/proc/self/environ", "/proc/self/mem", str(ROOT / "README.md")]
)  # fmt: skip
async def test_B1_code_reads_no_file_of_the_machine(house: House, path: str) -> None:
    with pytest.raises(NodeFailed, match="PermissionError"):
        await house.py(f"return open({path!r}, 'rb').read(10)")


async def test_B1_code_in_javascript_reads_none_either(house: House) -> None:
    body = "const told = []; for (const path of ['/etc/passwd', '/proc/self/environ', '/']) { try { Deno.readTextFileSync(path); told.push('read') } catch (e) { told.push(e.name) } } return told"

    assert await house.js(body) == ["NotCapable"] * 3


async def test_B2_the_environment_is_empty(house: House) -> None:
    assert await house.py("import os\nreturn dict(os.environ)") == {}
    with pytest.raises(NodeFailed, match="NotCapable"):
        await house.js("return Deno.env.toObject()")


@pytest.mark.parametrize("file", ["environ", "mem", "maps", "cmdline", "fd"])
async def test_B3_other_processes_can_not_be_looked_into(house: House, file: str) -> None:
    body = f"import os\npath = f'/proc/{{os.getppid()}}/{file}'\nreturn os.listdir(path) if os.path.isdir(path) else open(path).read()"

    with pytest.raises(NodeFailed, match="PermissionError"):
        await house.py(body)


@pytest.mark.parametrize(
    "family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET", "AF_VSOCK"]
)
async def test_B4_B5_B6_there_is_no_socket_of_any_kind(house: House, family: str) -> None:
    with pytest.raises(NodeFailed, match="PermissionError"):
        await house.py(f"import socket\nsocket.socket(socket.{family}, socket.SOCK_DGRAM)")


async def test_B4_nothing_is_listened_to_and_nothing_asked(house: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(NodeFailed, match="NotCapable"):
            await house.js(f"return (await fetch('http://127.0.0.1:{port}/')).status")
        with pytest.raises(NodeFailed, match="PermissionError|URLError"):
            await house.py(
                f"import urllib.request\nurllib.request.urlopen('http://127.0.0.1:{port}')"
            )
    with pytest.raises(NodeFailed):
        await house.py("import socket\nreturn socket.getaddrinfo('secret.example.com', 53)")


@pytest.mark.parametrize(
    "body",
    [
        "os.fork()",
        "os.posix_spawn('/bin/id', ['id'], {})",
        "__import__('subprocess').run(['/bin/id'])",
        "__import__('multiprocessing').Process(target=print).start()",
        "os.execv('/bin/id', ['id'])",
    ],
)
async def test_B7_B12_code_starts_no_process(house: House, body: str) -> None:
    with pytest.raises(NodeFailed, match="PermissionError"):
        await house.py(f"import os\n{body}")


async def test_B8_a_memory_bomb_ends_the_step_alone(house: House) -> None:
    with pytest.raises(NodeFailed, match="MemoryError"):
        await house.py("return len('x' * 10 ** 10)")
    with pytest.raises(NodeFailed, match="MemoryError"):
        await house.js("const a = []; for (;;) a.push(new Array(1e5).fill(1.5))", memory_mb=64)

    assert await house.py("return 1") == 1


@pytest.mark.parametrize("path", ["/tmp/x", "/dev/shm/x", "/var/tmp/x", "x"])
async def test_B9_code_writes_no_file(house: House, path: str) -> None:
    with pytest.raises(NodeFailed, match="PermissionError"):
        await house.py(f"open({path!r}, 'w').write('x')")


async def test_B9_files_in_memory_are_refused_too(house: House) -> None:
    with pytest.raises(NodeFailed, match="PermissionError"):
        await house.py("import os\nos.memfd_create('x')")


async def test_B10_a_flood_of_output_ends_the_step(house: House) -> None:
    with pytest.raises(NodeFailed, match="printed more than 256 KB"):
        await house.py("while True:\n    print('x' * 10000)")


@pytest.mark.parametrize("body", ["while True: pass", "import time\ntime.sleep(60)"])
async def test_B11_what_never_ends_is_ended(house: House, body: str) -> None:
    began = time.monotonic()

    with pytest.raises(NodeFailed, match="TimeoutError"):
        await house.py(body, seconds=0.5)

    assert time.monotonic() - began < 10


async def test_B11_a_cancelled_step_ends_its_code(house: House) -> None:
    task = asyncio.create_task(house.py("import time\ntime.sleep(60)"))
    started = await asyncio.to_thread(_seen, is_there=True)

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert started
    assert not await asyncio.to_thread(_seen, is_there=False)


def _seen(*, is_there: bool) -> set[int]:
    """Waits until code is at work, or until none is."""
    deadline = time.monotonic() + 10
    while bool(found := _at_work()) is not is_there and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def _at_work() -> set[int]:
    """The processes that run a piece of code: children of children of the runner."""
    mine = [each for each in psutil.Process().children() if "runner" in each.cmdline()]
    keepers = [keeper for runner in mine for keeper in runner.children()]
    return {each.pid for keeper in keepers for each in keeper.children()}


@pytest.mark.parametrize(
    "call",
    [
        "101, 0, os.getppid(), 0, 0",  # ptrace
        "310, os.getppid(), 0, 0, 0, 0, 0",  # process_vm_readv
        "62, os.getppid(), 9",  # kill
        "272, 0x10000000",  # unshare(CLONE_NEWUSER)
        "165, 0, 0, 0, 0, 0",  # mount
        "425, 8, 0",  # io_uring_setup
        "250, 0, 0",  # keyctl
        "321, 0, 0, 0",  # bpf
        "435, 0, 88",  # clone3
        "302, os.getppid(), 7, 0, 0",  # prlimit64 of another process
    ],
)
@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers are of x86_64")
async def test_B13_the_kernel_is_out_of_reach(house: House, call: str) -> None:
    body = f"import ctypes, errno, os\nlibc = ctypes.CDLL(None, use_errno=True)\nresult = libc.syscall({call})\nreturn [result, errno.errorcode.get(ctypes.get_errno())]"

    result, error = await house.py(body)

    assert (result, error in {"EPERM", "ENOSYS"}) == (-1, True)


@pytest.mark.parametrize("path", ["/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger"])
async def test_B13_the_kernels_files_are_closed(house: House, path: str) -> None:
    with pytest.raises(NodeFailed, match="PermissionError|FileNotFoundError"):
        await house.py(f"open({path!r}, 'w').write('x')")


@pytest.mark.parametrize(
    "code",
    [
        "import leaked from 'file:///etc/passwd' with { type: 'text' };\nconst main = () => leaked;",
        "import leaked from '/etc/passwd' with { type: 'json' };\nconst main = () => leaked;",
        "const main = () => import('file:///etc/passwd');",
    ],
)
async def test_B14_an_import_reads_no_file(runner: SocketCodeRunner, code: str) -> None:
    with pytest.raises(NodeFailed) as caught:
        await run(javascript_full, {"code": code}, offline(code=runner))

    assert "root:" not in str(caught.value)


@pytest.mark.parametrize(
    "value", ["float('nan')", "{1, 2}", "object()", "(a := [], a.append(a))[0]", "'x' * 20_000_000"]
)
async def test_B15_what_is_no_answer_is_an_error_of_the_step(house: House, value: str) -> None:
    with pytest.raises(NodeFailed):
        await house.py(f"return {value}")


async def test_B15_a_forged_answer_is_an_error_of_the_step(house: House) -> None:
    with pytest.raises(NodeFailed):
        await house.py("import os\nos.write(3, b'{\"json\": 7')\nos._exit(0)")


def refused(*more: str, environment: dict[str, str] | None = None) -> str:
    ended = subprocess.run(
        [*RUNNER, "--socket", "/tmp/noria-refused.sock", *more],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **(environment or {})},
        capture_output=True,
        text=True,
        timeout=60,
    )
    Path("/tmp/noria-refused.sock").unlink(missing_ok=True)
    assert ended.returncode == 2, ended
    return ended.stderr


@pytest.mark.skipif(os.getuid() != 0, reason="only root can try")
def test_B16_a_runner_does_not_start_as_root() -> None:
    assert "runs as root" in refused()


def test_B16_a_runner_does_not_start_near_secrets() -> None:
    told = refused("--uid", str(UID), environment={"NORIA_SECRET_KEYS": "k1:canary"})

    assert "NORIA_SECRET_KEYS is in its environment" in told
    assert "canary" not in told


async def test_B16_a_worker_without_a_runner_runs_nothing() -> None:
    with pytest.raises(NodeFailed, match="NORIA_CODE_SOCKET"):
        await run(python_full, {"code": "def main(input): return 1"}, offline(code=NoCodeRunner()))


def test_B16_no_isolation_no_runner() -> None:
    """As on a kernel without Landlock."""
    code = (
        "import sys; sys.path.insert(0, '.'); import runner.landlock as landlock; "
        "landlock.version = lambda: 0; import runner.__main__ as program; sys.exit(program.main())"
    )
    ended = subprocess.run(
        [sys.executable, "-E", "-s", "-S", "-c", code, "--socket", "/tmp/noria-refused.sock", "--uid", str(UID)],
        cwd=ROOT, env={}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip

    assert (ended.returncode, "no Landlock" in ended.stderr) == (2, True)
