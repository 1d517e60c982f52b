"""How long a graph takes to compile, and whether twice the nodes take twice the time.

`python -m benchmarks.compile_graph`. Target: 1,000 nodes in less than 0.5 s. On a busy machine the
processor's time tells more than the clock.
"""

from statistics import median
from time import perf_counter, process_time
from typing import Any

from noria.catalog import load_catalog
from noria.compile import compile_graph

ROUNDS = 7
SIZES = (125, 250, 500, 1_000, 1_999)

Document = dict[str, Any]


def mixed(size: int) -> Document:
    """Stretches of a branch, two calls on its ways, a join that reads both, and a `set`."""
    nodes: list[Document] = [{"id": "start", "type": "start"}]
    edges: list[Document] = []
    last = "start"
    for number in range((size - 1) // 5):
        split, high, low, join, keep = (f"{kind}_{number}" for kind in "shljk")
        case = {"port": "high", "when": f"steps.{last}.output.total > {number}"}
        gathered = f"{{{{ steps.{high}.output?.body.id ?? steps.{low}.output?.body.id }}}}"
        nodes += [
            {"id": split, "type": "branch", "config": {"cases": [case], "default": "low"}},
            _call(high, f"{{{{ steps.{last}.output.total }}}}"),
            _call(low, "{{ trigger.customer.name }}"),
            _call(join, gathered),
            {"id": keep, "type": "set", "config": {"values": {"total": "{{ run.id.length }}"}}},
        ]
        edges += [
            {"from": last, "to": split},
            {"from": split, "port": "high", "to": high},
            {"from": split, "port": "low", "to": low},
            {"from": high, "to": join},
            {"from": low, "to": join},
            {"from": join, "to": keep},
        ]
        last = keep
    return {"nodes": nodes, "edges": edges}


def _call(node_id: str, value: str) -> Document:
    url = "http://shop.example/orders/{{ trigger.order_id }}"
    body = {"kind": "json", "value": {"value": value}}
    return {
        "id": node_id,
        "type": "http.request",
        "config": {"method": "POST", "url": url, "body": body},
    }


def main() -> None:
    catalog = load_catalog()
    compile_graph(mixed(10), catalog)  # loads the engine, makes the schemas
    print(f"{'nodes':>6}{'edges':>7}{'expressions':>13}{'ms':>8}{'cpu ms':>8}{'a node':>8}")
    for size in SIZES:
        document = mixed(size)
        plan = compile_graph(document, catalog).require_plan()
        clock: list[float] = []
        cpu: list[float] = []
        for _ in range(ROUNDS):
            start, start_cpu = perf_counter(), process_time()
            compile_graph(document, catalog)
            clock.append((perf_counter() - start) * 1_000)
            cpu.append((process_time() - start_cpu) * 1_000)
        nodes, edges = len(plan.steps), len(document["edges"])
        expressions = sum(len(step.expressions) for step in plan.steps)
        took = median(cpu)
        print(
            f"{nodes:>6}{edges:>7}{expressions:>13}{median(clock):>8.0f}{took:>8.0f}{took / nodes:>8.3f}"
        )


if __name__ == "__main__":
    main()
