"""The graphs that are measured."""

from typing import Any

Graph = dict[str, Any]

ECHO = "bench.echo"


def chain(steps: int, *, pure: bool = False, quick: bool = False) -> Graph:
    """`steps` nodes in a row, each reading the one before; `quick`: in the quick lane."""
    nodes: list[dict[str, Any]] = [{"id": "start", "type": "start"}]
    edges: list[dict[str, str]] = []
    before, value = "start", "{{ 0 }}"
    for index in range(steps):
        node_id = f"step_{index}"
        node_type = "set" if pure else "bench.quick" if quick else ECHO
        nodes.append(_node(node_id, value, node_type))
        edges.append({"from": before, "to": node_id})
        path = f"steps.{node_id}.output" + (".value" if pure else "")
        before, value = node_id, "{{ " + path + (" + 1" if pure else "") + " }}"
    return _finish(nodes, edges, [before], value)


def fan_out(width: int) -> Graph:
    """`width` nodes side by side."""
    nodes: list[dict[str, Any]] = [{"id": "start", "type": "start"}]
    node_ids = [f"step_{index}" for index in range(width)]
    nodes += [_node(node_id, "{{ 0 }}", ECHO) for node_id in node_ids]
    edges = [{"from": "start", "to": node_id} for node_id in node_ids]
    return _finish(nodes, edges, node_ids, "{{ 'done' }}")


def _node(node_id: str, value: str, node_type: str) -> dict[str, Any]:
    config = {"values": {"value": value}} if node_type == "set" else {"value": value}
    return {"id": node_id, "type": node_type, "config": config}


def _finish(
    nodes: list[dict[str, Any]], edges: list[dict[str, str]], last: list[str], output: str
) -> Graph:
    nodes.append({"id": "end", "type": "end", "config": {"output": output}})
    edges += [{"from": node_id, "to": "end"} for node_id in last]
    return {"nodes": nodes, "edges": edges}
