import httpx2
import pytest

from activities.ai.graph_call import graph_call
from noria.ai.graphs import CallConfig
from noria.errors import NodeFailed
from tests.activities.fakes import FakeContext


async def test_a_graph_that_nobody_brought_is_refused(http: httpx2.AsyncClient) -> None:
    config = CallConfig.model_validate({"graph": {"type": "test.absent"}, "node": "plan"})
    assert graph_call.run is not None

    with pytest.raises(NodeFailed, match="has no graph of the type 'test.absent'"):
        await graph_call.run(config, FakeContext(http=http))


async def test_a_node_type_that_is_no_graph_is_none_either(http: httpx2.AsyncClient) -> None:
    """What code runs is never a workflow's choice."""
    config = CallConfig.model_validate({"graph": {"type": "http.request"}, "node": "plan"})
    assert graph_call.run is not None

    with pytest.raises(NodeFailed, match="has no graph of the type 'http.request'"):
        await graph_call.run(config, FakeContext(http=http))
