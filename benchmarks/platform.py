"""Everything that is measured, on embedded servers in a throw-away folder.

Our API and worker, with encryption and rows on; the baseline's worker on the same Temporal. The
node type of the benchmarks comes in as a third party's would: by an entry point on the path.
"""

import base64
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from local import postgres, temporal
from local.ports import HOST, free_port

ROOT = Path(__file__).parent.parent
OWNER = {"email": "owner@noria.example", "password": secrets.token_urlsafe(16)}
READY_WITHIN_S = 180


@dataclass(frozen=True)
class Platform:
    """Where it is, and how to get in."""

    url: str
    token: str
    temporal_address: str
    environment: dict[str, str]

    def http(self) -> httpx2.Client:
        """The API, as the owner."""
        return httpx2.Client(
            base_url=f"{self.url}/api/v1",
            headers={"Authorization": f"Bearer {self.token}"},
            trust_env=False,
            timeout=60,
        )


@contextmanager
def running(folder: Path, **settings: str) -> Generator[Platform]:
    """Start all of it, with these settings besides, and stop it at the end."""
    with (
        postgres.running(folder) as database_url,
        temporal.running(folder) as address,
    ):
        environment = {**_environment(folder, database_url, address), **settings}
        _run("store.migrate", environment)
        _run("api.owner", environment)
        health = f"http://{HOST}:{environment['NORIA_WORKER_HEALTH_PORT']}/health"
        url = f"http://{HOST}:{environment['NORIA_API_PORT']}"
        with (
            _serving(folder, environment, "api"),
            _serving(folder, environment, "worker"),
            _serving(folder, environment, "benchmarks.handwritten", address, temporal.NAMESPACE),
        ):
            wait(f"{url}/health/ready")
            wait(health)
            yield Platform(url, sign_in(url), address, environment)


def _environment(folder: Path, database_url: str, address: str) -> dict[str, str]:
    key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(_entry_point(folder)), str(ROOT))),
        "NORIA_DATABASE_URL": database_url,
        "NORIA_TEMPORAL_ADDRESS": address,
        "NORIA_BLOB_URL": (folder / "blobs").as_uri(),
        "NORIA_SECRET_KEYS": f"bench:{key}",
        "NORIA_TOKEN_KEY": secrets.token_urlsafe(48),
        "NORIA_API_PORT": str(free_port()),
        "NORIA_WORKER_HEALTH_PORT": str(free_port()),
        # One process, as the baseline has.
        "NORIA_WORKERS": "1",
        "NORIA_OWNER_EMAIL": OWNER["email"],
        "NORIA_OWNER_PASSWORD": OWNER["password"],
    }


def _entry_point(folder: Path) -> Path:
    package = folder / "packages"
    metadata = package / "noria_benchmarks-1.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: noria-benchmarks\nVersion: 1\n"
    )
    (metadata / "entry_points.txt").write_text("[noria.nodes]\nbench = benchmarks.echo_node\n")
    return package


def _run(module: str, environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", module], cwd=ROOT, env=environment, check=True)


@contextmanager
def _serving(
    folder: Path, environment: dict[str, str], module: str, *arguments: str
) -> Generator[None]:
    with (folder / f"{module}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(20)


def wait(url: str) -> None:
    """Until it answers well."""
    deadline = time.monotonic() + READY_WITHIN_S
    while True:
        try:
            if httpx2.get(url, trust_env=False).is_success:
                return
        except httpx2.TransportError:
            pass
        if time.monotonic() > deadline:
            raise TimeoutError(f"{url} did not answer within {READY_WITHIN_S} s")
        time.sleep(0.1)


def sign_in(url: str) -> str:
    answer = httpx2.post(f"{url}/api/v1/auth/sign-in", json=OWNER, trust_env=False)
    answer.raise_for_status()
    return answer.json()["access_token"]
