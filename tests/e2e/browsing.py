"""What is done with a browser besides tests, on a stack of its own: pictures of all pages, and figures.

`python -m tests.e2e.browsing screens` takes the pictures of the docs; `… bench` measures the web app, with
100,000 runs in its workspace. What comes behind goes to Playwright: `… bench canvas`.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.run_lists import add_runs, first_workspace
from store.database import open_database
from store.settings import StoreSettings
from tests.e2e.stack import OWNER_EMAIL, OWNER_PASSWORD, ROOT, Stack

BENCH_RUNS = 100_000
CONFIGS = {"screens": "playwright.screens.config.ts", "bench": "playwright.bench.config.ts"}


def main() -> int:
    """The exit status of Playwright."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.browsing", description=__doc__)
    parser.add_argument("what", choices=sorted(CONFIGS))
    parser.add_argument("playwright", nargs=argparse.REMAINDER, help="which files, and more")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="noria-browsing-") as folder:
        stack = Stack(Path(folder))
        try:
            stack.start()
            if given.what == "bench":
                asyncio.run(_fill(stack))
            return _playwright(stack, ["--config", CONFIGS[given.what], *given.playwright])
        finally:
            stack.stop()


async def _fill(stack: Stack) -> None:
    """What a list of many runs shows."""
    api = stack.process("api")
    assert api is not None
    url = api.environ()["NORIA_DATABASE_URL"]
    database = open_database(StoreSettings(database_url=url, blob_url=""))
    try:
        await add_runs(database, await first_workspace(database), BENCH_RUNS)
    finally:
        await database.close()


def _playwright(stack: Stack, arguments: list[str]) -> int:
    environment = os.environ | {
        "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}",
        "NORIA_E2E_URL": stack.url,
        "NORIA_E2E_EMAIL": OWNER_EMAIL,
        "NORIA_E2E_PASSWORD": OWNER_PASSWORD,
        "NORIA_E2E_SHOP": stack.example_url,
        "NORIA_BENCH_RUNS": f"{BENCH_RUNS:,}",
    }
    command = ["npm", "run", "--silent", "e2e", "--", *arguments]
    return subprocess.run(command, cwd=ROOT / "frontend", env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
