"""Our namespace on a server that lacks it."""

from datetime import timedelta

from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from workflows.names import SEARCH_ATTRIBUTES
from workflows.namespace import ensure_namespace


async def test_it_is_made_once_with_its_search_attributes(address: str) -> None:
    client = await Client.connect(address, namespace="made-here")

    await ensure_namespace(client, timedelta(days=30))
    await ensure_namespace(client, timedelta(days=2))
    made = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace="made-here")
    )
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace="made-here")
    )

    assert made.config.workflow_execution_retention_ttl.ToTimedelta() == timedelta(days=30)
    assert {key.name for key in SEARCH_ATTRIBUTES} <= set(listed.custom_attributes)
