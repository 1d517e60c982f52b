from pathlib import Path

from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from local import temporal
from workflows import names


async def test_a_server_comes_with_our_namespace_retention_and_search_attributes(
    tmp_path: Path,
) -> None:
    with temporal.running(tmp_path) as address:
        client = await Client.connect(address, namespace=temporal.NAMESPACE)
        namespace = await client.workflow_service.describe_namespace(
            DescribeNamespaceRequest(namespace=temporal.NAMESPACE)
        )
        attributes = await client.operator_service.list_search_attributes(
            ListSearchAttributesRequest(namespace=temporal.NAMESPACE)
        )

    retention = namespace.config.workflow_execution_retention_ttl.ToTimedelta()
    assert retention == temporal.RETENTION
    assert set(temporal.SEARCH_ATTRIBUTES) <= set(attributes.custom_attributes)


def test_the_database_is_named_after_the_version(tmp_path: Path) -> None:
    assert temporal.database_file(tmp_path).name == "temporal-1.9.1.db"


def test_the_names_are_those_that_workflows_use() -> None:
    used = tuple(attribute.name for attribute in names.SEARCH_ATTRIBUTES)

    assert used == temporal.SEARCH_ATTRIBUTES


def test_histories_of_another_version_are_named_until_there_is_one_of_this(tmp_path: Path) -> None:
    (tmp_path / "temporal-1.8.0.db").touch()
    before = temporal.left_behind(tmp_path)
    temporal.database_file(tmp_path).touch()

    assert before == ["temporal-1.8.0.db"]
    assert temporal.left_behind(tmp_path) == []
