"""Product import: 10,000 rows, some of them wrong, in batches of a thousand.

The list is fetched once and kept outside of the run's history. Rows that can't be used are left out
by `continue`; what is wrong with a row's own data fails that row only, and is counted.

Run: python examples/product-import/workflow.py > examples/product-import/workflow.json
"""

import json
from typing import Any

from activities.http_request import HttpRequestConfig, JsonBody, http_request
from noria.build import GraphBuilder, draft, expr, trigger
from noria.control.branch import BranchCase, BranchConfig, branch
from noria.control.continue_ import ContinueConfig, continue_loop
from noria.control.end import EndConfig, end
from noria.control.for_each import ForEachConfig, for_each
from noria.control.set import SetConfig, set_values
from noria.control.start import StartConfig, start
from noria.model import Graph, Policy, PortName, Position, RetryPolicy

SHOP = "http://127.0.0.1:8410"
ROWS = 10_000
BATCH = 1_000
# The shop is a bad neighbour: ask often, and soon.
PATIENT = Policy(
    timeout_s=30, retry=RetryPolicy(max_attempts=20, initial_interval_s=0.5, max_interval_s=5)
)
INPUT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["import_id"],
    "additionalProperties": False,
    "properties": {
        "import_id": {
            "type": "integer", "title": "Import number", "minimum": 1, "examples": [4711],
        },
        "rows": {
            "type": "integer", "title": "Rows", "minimum": 1, "maximum": 50_000,
            "description": f"{ROWS} unless set.", "examples": [ROWS],
        },
    },
}  # fmt: skip


def at(column: int, row: int = 0) -> Position:
    return Position(x=280 * column, y=120 + 100 * row)


def product_import() -> Graph:
    """Fetch the list, turn each row into a product, hand in how many there are."""
    graph = GraphBuilder()
    begin = graph.add(
        "start", start, StartConfig(input_schema=INPUT_SCHEMA), name="Import", position=at(0)
    )
    fetch = graph.add(
        "fetch",
        http_request,
        HttpRequestConfig(
            method="GET", url=f"{SHOP}/products?rows={expr(f'{trigger.rows} ?? {ROWS}')}"
        ),
        name="Fetch the list",
        policy=PATIENT,
        position=at(1),
    )
    rows = graph.add(
        "rows",
        for_each,
        draft(
            ForEachConfig,
            items=expr(fetch.output.body),
            concurrency=4,
            on_item_error="collect",
            batch_size=BATCH,
            result=expr("steps.product.output.cents"),
        ),
        name="Each row",
        position=Position(x=560),
    )
    usable = graph.add(
        "usable",
        branch,
        BranchConfig(
            cases=[BranchCase(port=PortName("no"), when="item.sku == null")],
            default=PortName("yes"),
        ),
        name="Usable?",
        parent=rows,
        position=Position(x=40, y=60),
    )
    skip = graph.add(
        "skip",
        continue_loop,
        ContinueConfig(),
        name="Leave out",
        parent=rows,
        position=Position(x=320, y=180),
    )
    product = graph.add(
        "product",
        set_values,
        SetConfig(
            values={
                "sku": expr("item.sku.toUpperCase()"),
                "cents": expr("Math.round(item.price.amount * 100)"),
            }
        ),
        name="Product",
        parent=rows,
        position=Position(x=320, y=60),
    )
    totals = graph.add(
        "totals",
        set_values,
        SetConfig(
            values={
                "products": expr(f"{rows.output}.filter(cents => Number.isFinite(cents)).length"),
                "failed": expr(f"{rows.output}.filter(each => each.error).length"),
                "cents": expr(
                    f"{rows.output}.reduce((sum, each) => sum + (each.error ? 0 : each), 0)"
                ),
            }
        ),
        name="Count",
        position=at(5),
    )
    report = graph.add(
        "report",
        http_request,
        HttpRequestConfig(
            method="POST",
            url=f"{SHOP}/imports/{expr(trigger.import_id)}",
            body=JsonBody(kind="json", value=expr(totals.output)),
        ),
        name="Hand in",
        policy=PATIENT,
        position=at(6),
    )
    done = graph.add(
        "end", end, EndConfig(output=expr(totals.output)), name="Imported", position=at(7)
    )
    graph.chain(begin, fetch, rows, totals, report, done)
    graph.chain(usable.port("yes"), product)
    graph.chain(usable.port("no"), skip)
    return graph.build()


if __name__ == "__main__":
    document = {"name": "Product import", "graph": product_import().to_json()}
    print(json.dumps(document, indent=2))
