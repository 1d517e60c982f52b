"""A step as a worker does it: expressions, config, node, output; without a server."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx2
import orjson
from pydantic import BaseModel, JsonValue

from noria.blobs import BlobRef
from noria.config import check_config, find_expressions, render, validate_config
from noria.context import NodeContext
from noria.expressions import Budget, ExpressionItem, evaluate
from noria.node_type import AnyNodeType
from tests.activities.fakes import FakeContext

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def offline(**of: Any) -> FakeContext:
    """A context whose HTTP reaches nobody."""
    return FakeContext(httpx2.AsyncClient(transport=httpx2.MockTransport(_nobody)), **of)


def _nobody(request: httpx2.Request) -> httpx2.Response:
    raise AssertionError(f"nothing should have been sent to {request.url}")


async def run(
    node_type: AnyNodeType,
    config: Mapping[str, Any],
    context: NodeContext | None = None,
    **scope: Any,
) -> Any:
    """The output as later steps read it."""
    config = dict(config)
    found = find_expressions(node_type, config)
    assert check_config(node_type, config, found) == []
    if found:
        items = [ExpressionItem.of(each) for each in found]
        values = evaluate(items, scope, budget=Budget.ACTIVITY, now=NOON, seed="s").values
        config = render(config, found, values)
    assert node_type.run is not None
    output = await node_type.run(validate_config(node_type, config), context or offline())
    if isinstance(output, BaseModel):
        output = output.model_dump(mode="json", by_alias=True)
    return orjson.loads(orjson.dumps(output))


async def blob(context: FakeContext, data: bytes, media_type: str = "text/plain") -> JsonValue:
    """A reference to a stored file, as a config holds it."""
    return (await context.put_blob(data, media_type)).to_json()


async def opened(context: FakeContext, reference: Any) -> bytes:
    return await context.open_blob(BlobRef.model_validate(reference))
