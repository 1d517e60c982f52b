"""What a `merge` gathers: the outputs of the steps that lead to it, as an expression of its own.

An expression, so that references are found, blobs opened and values sent as for any other.
"""

from collections.abc import Iterator
from dataclasses import replace

import orjson

from noria.compiling.index import Index
from noria.control.merge import SOURCES
from noria.errors import Problem
from noria.plan import PlanExpression

MERGE = "merge"


def gather_sources(index: Index) -> Iterator[Problem]:
    """Give each `merge` its sources. Its author has no say in them."""
    for number, placed in enumerate(index.placed):
        if placed.node.type != MERGE or placed.node_type is None:
            continue
        if SOURCES in placed.node.config:
            yield Problem(
                code="bad_config",
                message=f"There is no field '/{SOURCES}' in {MERGE}: draw edges to the node instead.",
                node_id=placed.id,
                field=f"/{SOURCES}",
            )
            continue
        expression = PlanExpression(pointer=f"/{SOURCES}", source=_source(index, number))
        config = {**placed.node.config, SOURCES: expression.source}
        index.placed[number] = replace(
            placed,
            node=placed.node.model_copy(update={"config": config}),
            expressions=[*placed.expressions, expression],
        )


def _source(index: Index, number: int) -> str:
    """Only what came by an edge that was taken: `port` is how a step ended."""
    edges = ",".join(
        f"[{_text(index.placed[source].id)},steps.{index.placed[source].id},{_text(port)}]"
        for source, port in index.incoming[number]
    )
    return (
        f"{{{{ [{edges}].filter(([, step, port]) => step.port === port && 'output' in step)"
        ".map(([id, step]) => [id, step.output]) }}"
    )


def _text(value: str) -> str:
    return orjson.dumps(value).decode()
