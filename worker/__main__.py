"""`python -m worker`: runs graphs until SIGTERM or SIGINT.

Exit status: 0 after it was told to stop, 1 when something it needs is missing or broke for good,
2 when a setting is wrong.
"""

import asyncio
import signal
import sys

from pydantic import ValidationError

from noria.errors import Invalid, NoriaError
from worker.logs import set_up_logs
from worker.process import Settings, run_worker

if sys.platform == "win32":
    from asyncio import run
else:
    from uvloop import run


async def _until_told(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await run_worker(settings, stop)


def main() -> int:
    """The exit status."""
    try:
        settings = Settings.from_environment()
        set_up_logs(settings.worker)
        run(_until_told(settings))
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            name = "_".join(str(part) for part in problem["loc"]).upper()
            _complain(f"The setting NORIA_{name} is wrong: {problem['msg']}.")
        return 2
    except NoriaError as error:
        _complain(str(error))
        return 2 if isinstance(error, Invalid) else 1
    return 0


def _complain(sentence: str) -> None:
    sys.stderr.write(f"worker: {sentence}\n")


if __name__ == "__main__":
    sys.exit(main())
