"""J8 with Temporal's own command line: docs/temporal-ui.md says how it is asked."""

import asyncio
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from fastapi import FastAPI
from temporalio.client import Client as TemporalClient
from temporalio.converter import DataConverter

from api.services import Services
from noria.keys import KeyRing
from store.ids import new_id
from tests.api.client import Client
from tests.api.server import serving
from workflows.codec import PayloadCodec

RING = KeyRing({"k1": b"0" * 32})
PAGE = Path(__file__).parents[2] / "docs" / "temporal-ui.md"


def command_of_the_page() -> str:
    found = re.search(r"^temporal workflow show.*\n.*$", PAGE.read_text(), flags=re.MULTILINE)
    assert found is not None
    return found[0]


def show(command: str, address: str, folder: Path, **names: str) -> str:
    """What the command of the page prints, with the addresses of this test."""
    env = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        **names,
    }
    done = subprocess.run(
        ["bash", "-euc", f"{command} --address {address}"],
        env=env, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


async def test_J8_the_command_line_shows_values_to_managers_alone(
    app: FastAPI, owner: Client, services: Services, temporal_address: str, tmp_path: Path
) -> None:
    codec = PayloadCodec(RING)
    app.state.services = replace(services, codec=codec)
    converter = replace(DataConverter.default, payload_codec=codec)
    temporal = await TemporalClient.connect(
        temporal_address, namespace="noria", data_converter=converter
    )
    run_id = str(new_id())
    handle = await temporal.start_workflow(
        "Nobody", {"order": "canary-4711"}, id=f"run-{run_id}", task_queue="nobody-here"
    )
    keys = [
        (await owner.json("POST", "/api-keys", json={"name": "t", "permissions": [each]}))["key"]
        for each in ("manage", "read")
    ]
    try:
        async with serving(app) as url:
            command = command_of_the_page().replace("http://127.0.0.1:8400", url)
            # In a thread: the app answers from this event loop.
            good, weak = [
                await asyncio.to_thread(
                    show, command, temporal_address, tmp_path, RUN=run_id, NORIA_API_KEY=key
                )
                for key in keys
            ]
    finally:
        await handle.terminate()

    assert "canary-4711" in good
    assert "canary-4711" not in weak
    assert "Error" in weak
