"""`noria grip`, `pause`, `resume`, `step`, `breakpoints`, `terminate` and the acts on one step."""

import os
from argparse import Namespace
from typing import Any

from pydantic import ValidationError

from noria.cli.report import harmless, parse_json, say_json, show_time
from noria.cli.runs import read_input
from noria.client import Client
from noria.client.acts import Grip, StepAt
from noria.errors import Invalid
from noria.model import Policy
from noria.run import split_step_key


def grip(arguments: Namespace) -> int:
    """How a run stands in people's hands."""
    with Client.from_environment(os.environ) as noria:
        return _say(noria.read_grip(arguments.run), arguments)


def pause(arguments: Namespace) -> int:
    """What runs goes on to its end."""
    with Client.from_environment(os.environ) as noria:
        return _say(noria.pause_run(arguments.run), arguments)


def resume(arguments: Namespace) -> int:
    """Also from a breakpoint."""
    with Client.from_environment(os.environ) as noria:
        return _say(noria.resume_run(arguments.run), arguments)


def step(arguments: Namespace) -> int:
    """Of a paused run."""
    node_id, iteration = _step(arguments.step) if arguments.step else (None, "")
    with Client.from_environment(os.environ) as noria:
        return _say(noria.step_run(arguments.run, node_id, iteration), arguments)


def breakpoints(arguments: Namespace) -> int:
    """They replace those set before; without any, there are none."""
    with Client.from_environment(os.environ) as noria:
        return _say(noria.set_breakpoints(arguments.run, arguments.nodes), arguments)


def terminate(arguments: Namespace) -> int:
    """Without letting its steps clean up."""
    with Client.from_environment(os.environ) as noria:
        ended = noria.terminate_run(arguments.run, arguments.reason)
    if arguments.json:
        say_json(ended)
    else:
        print(f"Run {ended.id} is {ended.status}.")
    return 0


def retry_step(arguments: Namespace) -> int:
    """As it is, or with another config, input or policy."""
    node_id, iteration = _step(arguments.step)
    changes: dict[str, Any] = {
        name: _object(name, text)
        for name in ("config", "input")
        if (text := getattr(arguments, name)) is not None
    }
    if arguments.policy is not None:
        changes["policy"] = _policy(arguments.policy)
    with Client.from_environment(os.environ) as noria:
        return _say(noria.retry_step(arguments.run, node_id, iteration, **changes), arguments)


def skip_step(arguments: Namespace) -> int:
    """With the output that it would have given."""
    node_id, iteration = _step(arguments.step)
    output = None
    if arguments.output is not None:
        output = parse_json(arguments.output, f"The output {arguments.output!r}")
    with Client.from_environment(os.environ) as noria:
        skipped = noria.skip_step(
            arguments.run, node_id, iteration, output=output, port=arguments.port
        )
        return _say(skipped, arguments)


def fail_step(arguments: Namespace) -> int:
    """For good."""
    node_id, iteration = _step(arguments.step)
    with Client.from_environment(os.environ) as noria:
        failed = noria.fail_step(arguments.run, node_id, iteration, reason=arguments.reason)
        return _say(failed, arguments)


def change_policy(arguments: Namespace) -> int:
    """Of a step that is being tried."""
    node_id, iteration = _step(arguments.step)
    policy = _policy(arguments.policy)
    with Client.from_environment(os.environ) as noria:
        changed = noria.change_step_policy(arguments.run, node_id, policy, iteration)
        return _say(changed, arguments)


def _policy(text: str) -> Policy:
    """
    Raises:
        Invalid: It holds something that is no part of a policy, or a value that can't be.
    """
    try:
        return Policy.model_validate(_object("policy", text))
    except ValidationError as error:
        wrong = error.errors()[0]
        place = ".".join(str(part) for part in wrong["loc"])
        raise Invalid(f"--policy can't be used: {place}: {wrong['msg']}.") from error


def _step(text: str) -> tuple[str, str]:
    """`fetch`, or `fetch[3/0]` inside loops."""
    return split_step_key(text)  # pyright: ignore[reportArgumentType] - checked by the client


def _object(name: str, text: str) -> dict[str, Any]:
    value = read_input(text)
    if not isinstance(value, dict):
        raise Invalid(f"--{name} is {text!r}: write a JSON object, or @FILE.")
    return value


def _say(found: Grip, arguments: Namespace) -> int:
    if arguments.json:
        say_json(found)
        return 0
    print(f"Run {arguments.run} is {found.status}.")
    if found.breakpoints:
        print(f"Breakpoints: {', '.join(found.breakpoints)}")
    for parked in found.parked:
        print(f"{_name(parked)}  ready to start")
    for held in found.held:
        reason = held.error.message if held.error else ""
        print(harmless(f"{_name(held)}  held after attempt {held.attempts}: {reason}"))
    for trying in found.trying:
        state = "running" if trying.is_running else f"next {show_time(trying.next_attempt_at)}"
        state = "paused" if trying.is_paused else state
        reason = f": {trying.last_error.message}" if trying.last_error else ""
        print(harmless(f"{_name(trying)}  attempt {trying.attempts}, {state}{reason}"))
    return 0


def _name(at: StepAt) -> str:
    return f"{at.node_id}[{at.iteration}]" if at.iteration else at.node_id
