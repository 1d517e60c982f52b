"""No Docker engine here: the file is checked against the official schema and our own settings."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import yaml

from local import temporal
from tests.local.test_settings import documented

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "temporal" / "docker-compose.yml"
EMBEDDED_SERVER = "1.32.0"
EMBEDDED_UI = "2.54.1"


def services() -> dict[str, dict[str, Any]]:
    return cast(dict[str, dict[str, Any]], yaml.safe_load(COMPOSE.read_text())["services"])


def test_it_follows_the_compose_specification() -> None:
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*checker, str(COMPOSE)], check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


def test_images_are_pinned_to_what_make_run_embeds() -> None:
    images = {name: str(service["image"]) for name, service in services().items()}
    version = subprocess.run(
        [temporal.binary(), "--version"], check=True, capture_output=True, text=True
    ).stdout

    assert [image for image in images.values() if not re.search(r":\d+\.\d+", image)] == []
    assert f"Server {EMBEDDED_SERVER}, UI {EMBEDDED_UI}" in version
    assert images["temporal"] == f"temporalio/server:{EMBEDDED_SERVER}"
    assert images["temporal-schema"] == f"temporalio/admin-tools:{EMBEDDED_SERVER}"
    assert images["temporal-ui"] == f"temporalio/ui:{EMBEDDED_UI}"
    assert images["database"].startswith("postgres:18.")


def test_no_secret_has_a_default() -> None:
    secret = re.compile(r"(?:PASSWORD|SECRET|TOKEN|KEY)")
    given = re.findall(r"\$\{(\w+)(:[^}]*)?\}", COMPOSE.read_text())
    with_default = [name for name, rest in given if secret.search(name) and rest[:2] != ":?"]
    literal = [
        f"{service}.{name}"
        for service, parts in services().items()
        for name, value in parts.get("environment", {}).items()
        if secret.search(name) and not str(value).startswith("${")
    ]

    assert with_default == []
    assert literal == []


def test_every_setting_it_passes_is_documented() -> None:
    used = set(re.findall(r"NORIA_[A-Z_]+", COMPOSE.read_text()))

    assert used - set(documented()) == set()


def test_what_waits_waits_for_something_that_can_come_true() -> None:
    all_services = services()
    for name, service in all_services.items():
        for need, how in service.get("depends_on", {}).items():
            other = all_services[need]
            if how["condition"] == "service_healthy":
                assert "healthcheck" in other, f"{name} waits for the health of {need}"
            if how["condition"] == "service_completed_successfully":
                assert other["restart"].startswith("on-failure"), f"{need} never ends"


def test_every_long_lived_service_comes_back_and_the_api_and_worker_are_watched() -> None:
    long_lived = {
        name: service
        for name, service in services().items()
        if not str(service["restart"]).startswith("on-failure")
    }

    assert {service["restart"] for service in long_lived.values()} == {"unless-stopped"}
    assert {"api", "worker", "temporal", "database"} <= {
        name for name, service in long_lived.items() if "healthcheck" in service
    }


def test_it_registers_the_same_search_attributes_and_dynamic_config_as_make_run(
    tmp_path: Path,
) -> None:
    script = (ROOT / "temporal" / "setup" / "namespace.sh").read_text()
    listed = re.search(r"for name in (.+); do", script)
    config = yaml.safe_load((ROOT / "temporal/dynamicconfig/noria.yaml").read_text())
    command = shlex.join(temporal.program(tmp_path, temporal.Ports.free()).command)
    flags = re.findall(r"--dynamic-config-value '?([\w.]+)=\"?([\w.]+)\"?'?", command)

    assert listed is not None
    assert tuple(listed.group(1).split()) == temporal.SEARCH_ATTRIBUTES
    assert {key: str(rule[0]["value"]).lower() for key, rule in config.items()} == dict(flags)


def test_mounted_and_copied_files_exist() -> None:
    dockerfile = (ROOT / "temporal" / "Dockerfile").read_text()
    mounted = re.findall(r'"(\./[\w/]+):', COMPOSE.read_text())

    assert mounted
    assert [path for path in mounted if not (COMPOSE.parent / path).exists()] == []
    assert "temporal/setup/healthy.py" in dockerfile
    assert (ROOT / "temporal/setup/healthy.py").exists()
