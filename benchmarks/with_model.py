"""A platform with a model that a benchmark serves, and a worker of its own for models."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.api import Api
from benchmarks.platform import ROOT, Platform, running, wait
from local.ports import HOST, free_port
from noria.ai.names import AI_QUEUE
from noria.model import DEFAULT_QUEUE


def main(
    module: str,
    description: str | None,
    serve_model: Callable[[int], None],
    measure: Callable[[Platform, int], None],
    *,
    rounds: int,
) -> None:
    """The command line of a benchmark, which also serves its model by `--model PORT`."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=description)
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--model", type=int, metavar="PORT", help="serve the model")
    given = parser.parse_args()
    if given.model:
        serve_model(given.model)
        return
    # Models are another worker's, as with `make run`.
    settings = {"NORIA_WORKER_QUEUES": DEFAULT_QUEUE}
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), **settings) as platform:
        measure(platform, given.rounds)


@contextmanager
def model_worker(platform: Platform, module: str, credential: str) -> Generator[None]:
    """The model that the module serves, a worker that may call it, and a credential of this name."""
    port, health = free_port(), free_port()
    environment = {
        **platform.environment,
        "NORIA_WORKER_QUEUES": AI_QUEUE,
        "NORIA_WORKER_HEALTH_PORT": str(health),
        "NORIA_ALLOWED_HOSTS": f"{HOST}:{port}",
    }
    with (
        _beside([module, "--model", str(port)], f"http://{HOST}:{port}/", environment),
        _beside(["worker"], f"http://{HOST}:{health}/health", environment),
    ):
        fields = {"base_url": f"http://{HOST}:{port}/v1"}
        body = {"name": credential, "type": "openai_compatible", "fields": fields}
        Api(platform).ask("POST", "/credentials", body)
        yield


@contextmanager
def _beside(command: list[str], health: str, environment: dict[str, str]) -> Generator[None]:
    """A program of ours, once it is up."""
    process = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment)
    try:
        wait(health)
        yield
    finally:
        process.terminate()
        process.wait(30)
