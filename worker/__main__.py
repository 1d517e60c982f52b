"""`python -m worker`: runs graphs until SIGTERM or SIGINT.

Exit status: 0 after it was told to stop, 1 when something it needs is missing or broke for good,
2 when a setting is wrong.
"""

import asyncio
import signal
import sys
from dataclasses import replace

from pydantic import ValidationError

from noria.catalog import load_catalog
from noria.errors import Invalid, NoriaError
from noria.start_checks import database_problems, key_problems
from worker.logs import set_up_logs
from worker.model_imports import import_models, serves_models_alone
from worker.process import Settings, run_worker
from workflows.garbage import collect_less
from workflows.sdk_walks import skip_needless_walks

if sys.platform == "win32":
    from asyncio import run
else:
    from uvloop import run

    from worker.processes import Processes


def main() -> int:
    """The exit status."""
    try:
        settings = Settings.from_environment()
        problems = start_problems(settings)
        for problem in problems:
            _complain(problem)
        if problems:
            return 2
        load_catalog()
        if serves_models_alone(settings.worker):
            import_models()
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            name = "_".join(str(part) for part in problem["loc"]).upper()
            where = f"The setting NORIA_{name} is wrong: " if name else ""
            _complain(f"{where}{problem['msg'].removeprefix('Value error, ')}.")
        return 2
    except NoriaError as error:
        return _give_up(error)
    if sys.platform == "win32" or settings.worker.workers == 1:
        return _work(settings, 0)
    return Processes(
        settings.worker.workers, lambda number: _work(settings, number), _complain
    ).run()


def start_problems(settings: Settings) -> list[str]:
    """Why the worker must not start with these: one sentence each."""
    keys = settings.temporal.secret_keys
    return [
        *key_problems(
            keys.get_secret_value() if keys else None, may_miss=settings.temporal.unencrypted
        ),
        *database_problems(settings.store.database_url),
    ]


def _work(settings: Settings, number: int) -> int:
    """One process; only the first answers on the port of the health endpoint.

    Each has numbers of its own, so each has its own port for them: the next ones after the first's.
    """
    if number:
        metrics = settings.worker.worker_metrics_port
        changes = {"worker_health_port": None, "worker_metrics_port": metrics and metrics + number}
        settings = replace(settings, worker=settings.worker.model_copy(update=changes))
    set_up_logs(settings.worker)
    try:
        run(_until_told(settings))
    except NoriaError as error:
        return _give_up(error)
    return 0


async def _until_told(settings: Settings) -> None:
    collect_less()
    skip_needless_walks()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for which in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(which, stop.set)
    await run_worker(settings, stop)


def _give_up(error: NoriaError) -> int:
    _complain(str(error))
    return 2 if isinstance(error, Invalid) else 1


def _complain(sentence: str) -> None:
    sys.stderr.write(f"worker: {sentence}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
