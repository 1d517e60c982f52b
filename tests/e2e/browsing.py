"""What is done with a browser besides tests, on a stack of its own: pictures of all pages, and figures.

`python -m tests.e2e.browsing screens` takes the pictures of the docs; `… bench` measures how long an event
takes to the screen.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.e2e.stack import OWNER_EMAIL, OWNER_PASSWORD, ROOT, Stack

CONFIGS = {"screens": "playwright.screens.config.ts", "bench": "playwright.bench.config.ts"}


def main() -> int:
    """The exit status of Playwright."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.browsing", description=__doc__)
    parser.add_argument("what", choices=sorted(CONFIGS))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="noria-browsing-") as folder:
        stack = Stack(Path(folder))
        try:
            stack.start()
            return _playwright(stack, CONFIGS[given.what])
        finally:
            stack.stop()


def _playwright(stack: Stack, config: str) -> int:
    environment = os.environ | {
        "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}",
        "NORIA_E2E_URL": stack.url,
        "NORIA_E2E_EMAIL": OWNER_EMAIL,
        "NORIA_E2E_PASSWORD": OWNER_PASSWORD,
        "NORIA_E2E_SHOP": stack.example_url,
    }
    command = ["npm", "run", "--silent", "e2e", "--", "--config", config]
    return subprocess.run(command, cwd=ROOT / "frontend", env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
