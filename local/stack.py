"""Which programs make up Noria on one machine, and what each is told."""

import hashlib
import http.client
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from local import code, milvus, postgres, temporal
from local.folder import DataFolder, Keys
from local.ports import HOST, free_port
from local.process import Program
from local.settings import LocalSettings
from noria.ai.names import AI_QUEUE

ROOT = Path(__file__).parent.parent
"""The repository; children run in it."""
EXAMPLE = ROOT / "examples" / "order-triage" / "shop.py"


@dataclass(frozen=True)
class Port:
    """One that has to be free."""

    number: int
    user: str
    setting: str
    """What changes it."""


@dataclass(frozen=True)
class Stack:
    """What to run, and what to tell the person who started it."""

    programs: list[Program]
    url: str
    temporal_ui: str | None
    """None with a Temporal of one's own."""
    migrations: str
    """Fingerprint of those that the database has once all of this is ready."""


def ports(settings: LocalSettings) -> list[Port]:
    """All that will be listened on, as far as settings name them."""
    needed = [
        Port(settings.api_port, "the API", "NORIA_API_PORT"),
        Port(settings.worker_health_port, "the worker", "NORIA_WORKER_HEALTH_PORT"),
    ]
    if settings.temporal_address is None:
        needed += [
            Port(settings.temporal_port, "Temporal", "NORIA_TEMPORAL_PORT"),
            Port(settings.temporal_ui_port, "Temporal's UI", "NORIA_TEMPORAL_UI_PORT"),
        ]
    if settings.database_url is None:
        needed.append(Port(settings.database_port, "PostgreSQL", "NORIA_DATABASE_PORT"))
    if EXAMPLE.exists():
        needed.append(Port(settings.example_port, "the example", "NORIA_EXAMPLE_PORT"))
    return needed


def prepare_database(settings: LocalSettings, folder: DataFolder) -> Program | None:
    """Make embedded PostgreSQL's folder if need be; None with a database of one's own.

    Raises:
        LocalError: It could not be made or opened.
    """
    keys = folder.keys()
    if settings.database_url is not None:
        return None
    passwords = postgres.Passwords(keys.database_admin_password, keys.database_password)
    elsewhere = postgres.ROOT_HOME / keys.instance
    cluster = postgres.prepare(folder.path / "postgres", passwords, elsewhere)
    if cluster.is_new:
        folder.forget_database()
    return cluster.program(settings.database_port)


def plan(
    settings: LocalSettings,
    folder: DataFolder,
    database: Program | None,
    owner_password: str | None,
) -> Stack:
    """Say what to run.

    Args:
        settings: From the environment.
        folder: Locked.
        database: What `prepare_database` gave.
        owner_password: Of the first account, made unless it is there; None makes none.

    Raises:
        LocalError: Temporal is not installed.
    """
    keys = folder.keys()
    ui = None if settings.temporal_address else f"http://{HOST}:{settings.temporal_ui_port}"
    servers: list[Program] = []
    if settings.temporal_address is None:
        servers.append(_temporal(settings, folder.path))
    if database is not None:
        servers.append(database)
    environment = _environment(settings, keys, folder.path)
    runs_code = code.is_possible()
    if runs_code:
        environment["NORIA_CODE_SOCKET"] = str(code.socket_path(folder.path))
    own_milvus: list[Program] = []
    if not settings.milvus_uri and milvus.is_installed():
        port = free_port()
        own_milvus.append(
            milvus.program(folder.path / "milvus", port, needs=frozenset({"worker", "api"}))
        )
        environment["NORIA_MILVUS_URI"] = milvus.uri(port)
    if ui:
        environment["NORIA_TEMPORAL_UI_URL"] = ui
    migrations = _fingerprint_of_migrations()
    first: list[Program] = []
    # Somebody else's database may have been anything since the last start.
    if database is None or folder.migrations() != migrations:
        first.append(_module("migrate", "store.migrate", environment, needs=_names(servers)))
    if owner_password is not None:
        first.append(_owner(settings, environment, owner_password, _names([*servers, *first])))
    programs = [
        *servers,
        *first,
        *_ours(settings, environment, _names(servers) | (_names(first) & {"migrate"})),
        *([code.program(folder.path)] if runs_code else []),
        *own_milvus,
        *_example(settings, folder.path),
    ]
    return Stack(programs, f"http://{HOST}:{settings.api_port}", ui, migrations)


def _names(programs: list[Program]) -> frozenset[str]:
    return frozenset(program.name for program in programs)


def _fingerprint_of_migrations() -> str:
    versions = sorted((ROOT / "store" / "migrations" / "versions").glob("*.py"))
    files = [*versions, ROOT / "store" / "row_security.py"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _environment(settings: LocalSettings, keys: Keys, data: Path) -> dict[str, str]:
    """For every child of ours; what the user set goes before what was generated."""
    hosts = [settings.allowed_hosts] if settings.allowed_hosts else []
    if EXAMPLE.exists():
        hosts.append(f"{HOST}:{settings.example_port}")
    own_database = postgres.url(keys.database_password, settings.database_port)
    address = settings.temporal_address
    return {
        "PYTHONUNBUFFERED": "1",
        "NORIA_DATABASE_URL": _set_or(settings.database_url, own_database),
        "NORIA_TEMPORAL_ADDRESS": address or f"{HOST}:{settings.temporal_port}",
        # Temporal's own settings are for other Temporals.
        **({} if address else {"TEMPORAL_CONFIG_FILE": os.devnull}),
        "NORIA_BLOB_URL": settings.blob_url or (data / "blobs").as_uri(),
        "NORIA_FILES_DIR": os.environ.get("NORIA_FILES_DIR") or str(data / "files"),
        "NORIA_SECRET_KEYS": _set_or(settings.secret_keys, keys.secret_keys),
        "NORIA_TOKEN_KEY": _set_or(settings.token_key, keys.token_key),
        "NORIA_ALLOWED_HOSTS": ",".join(hosts),
        "NORIA_API_PORT": str(settings.api_port),
        "NORIA_EXAMPLE_PORT": str(settings.example_port),
        "NORIA_CACHE_DIR": os.environ.get("NORIA_CACHE_DIR") or str(data / "cache"),
        "NORIA_WORKER_HEALTH_PORT": str(settings.worker_health_port),
    }


def _set_or(given: SecretStr | None, generated: str) -> str:
    return given.get_secret_value() if given else generated


def _temporal(settings: LocalSettings, data: Path) -> Program:
    ports = temporal.Ports(
        grpc=settings.temporal_port, ui=settings.temporal_ui_port, http=free_port()
    )
    codec = f"http://{HOST}:{settings.api_port}/codec"
    return temporal.program(data / "temporal", ports, codec_url=codec)


def _owner(
    settings: LocalSettings, environment: Mapping[str, str], password: str, needs: frozenset[str]
) -> Program:
    account = {"NORIA_OWNER_EMAIL": settings.owner_email, "NORIA_OWNER_PASSWORD": password}
    return _module("owner", "api.owner", {**environment, **account}, needs=needs)


def _ours(
    settings: LocalSettings, environment: Mapping[str, str], needs: frozenset[str]
) -> list[Program]:
    return [
        _module(
            "worker",
            "worker",
            {**environment, "NORIA_WORKER_QUEUES": f"-{AI_QUEUE}"},
            needs=needs,
            ready=_says_ok(settings.worker_health_port, "/health"),
        ),
        _module(
            "api",
            "api",
            environment,
            needs=needs,
            ready=_says_ok(settings.api_port, "/health/ready"),
        ),
        _ai_worker(environment),
    ]


def _ai_worker(environment: Mapping[str, str]) -> Program:
    """A process of its own for steps that ask models: what it imports takes seconds and 190 MB.

    It starts once people can sign in, so that the first start is no slower for it.
    """
    port = free_port()
    own = {
        "NORIA_WORKER_QUEUES": AI_QUEUE,
        "NORIA_WORKERS": "1",
        "NORIA_WORKER_HEALTH_PORT": str(port),
    }
    program = _module(
        "ai",
        "worker",
        {**environment, **own},
        needs=frozenset({"worker", "api"}),
        ready=_says_ok(port, "/health"),
    )
    return replace(program, is_late=True)


def _module(
    name: str,
    module: str,
    environment: Mapping[str, str],
    *,
    needs: frozenset[str],
    ready: Callable[[], bool] | None = None,
) -> Program:
    embedded = "TEMPORAL_CONFIG_FILE" in environment
    return Program(
        name=name,
        command=[sys.executable, "-m", module],
        ready=ready,
        needs=needs,
        environment=environment,
        without=frozenset(name for name in os.environ if embedded and name.startswith("TEMPORAL_")),
        folder=ROOT,
        stop_within=timedelta(seconds=12),
    )


def _example(settings: LocalSettings, data: Path) -> list[Program]:
    """The outside world of the example graph; it gets no settings of ours, so no secrets."""
    if not EXAMPLE.exists():
        return []
    port = settings.example_port
    return [
        Program(
            name="example",
            command=[
                *(sys.executable, str(EXAMPLE)),
                *("--port", str(port), "--data", str(data / "example")),
            ],
            ready=_says_ok(port, "/health"),
            folder=ROOT,
            stop_within=timedelta(seconds=3),
        )
    ]


def _says_ok(port: int, path: str) -> Callable[[], bool]:
    def ask() -> bool:
        connection = http.client.HTTPConnection(HOST, port, timeout=2)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return ask


def external_names(settings: LocalSettings) -> list[str]:
    """What is not on this machine, without passwords, for the block that says where things are."""
    names: list[str] = []
    if settings.temporal_address:
        names.append(f"Temporal at {settings.temporal_address}")
    if settings.milvus_uri:
        names.append(f"Milvus at {urlsplit(settings.milvus_uri).hostname}")
    if settings.database_url:
        url = urlsplit(settings.database_url.get_secret_value())
        names.append(f"PostgreSQL at {url.hostname}:{url.port or 5432}")
    return names
