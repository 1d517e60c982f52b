"""The web app in a real browser, on the whole stack: the tests are in `frontend/e2e`."""

import os
import subprocess

import pytest

from tests.e2e.stack import OWNER_EMAIL, OWNER_PASSWORD, ROOT, Stack


@pytest.mark.server
@pytest.mark.timeout(2400)
@pytest.mark.flaky(reruns=0)  # Playwright tries its tests again itself, one by one.
def test_the_web_app_in_a_browser(stack: Stack) -> None:
    environment = os.environ | {
        "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}",
        # One more try for what fails on a machine that is busy; Playwright's list calls it flaky.
        "CI": "1",
        "NORIA_E2E_URL": stack.url,
        "NORIA_E2E_EMAIL": OWNER_EMAIL,
        "NORIA_E2E_PASSWORD": OWNER_PASSWORD,
        "NORIA_E2E_SHOP": stack.example_url,
    }
    done = subprocess.run(
        ["npm", "run", "--silent", "e2e"],
        cwd=ROOT / "frontend",
        env=environment,
        capture_output=True,
        text=True,
    )
    print(done.stdout)

    assert done.returncode == 0, done.stdout[-8_000:] + done.stderr[-2_000:]
