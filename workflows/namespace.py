"""Makes our namespace and its search attributes on a server that lacks them; again is no error."""

from collections.abc import Collection
from datetime import timedelta

import stamina
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import (
    AddSearchAttributesRequest,
    ListSearchAttributesRequest,
)
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from noria.errors import Unavailable
from workflows.names import SEARCH_ATTRIBUTES

_CACHE_REFRESH = timedelta(seconds=30)


async def ensure_namespace(client: Client, retention: timedelta) -> None:
    """Retention is only set on a namespace that is made here.

    Raises:
        Unavailable: Temporal does not answer, or may not be asked for this.
    """
    try:
        if not await _exists(client):
            await _register(client, retention)
            await _await_visible(client)
        await _add_search_attributes(client)
    except RPCError as error:
        raise Unavailable(
            f"The Temporal namespace {client.namespace!r} can't be prepared: {error.message}. "
            "Make it and its search attributes by hand if this account may not."
        ) from error


async def _exists(client: Client) -> bool:
    try:
        await client.workflow_service.describe_namespace(
            DescribeNamespaceRequest(namespace=client.namespace)
        )
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False
        raise
    return True


async def _register(client: Client, retention: timedelta) -> None:
    request = RegisterNamespaceRequest(namespace=client.namespace)
    request.workflow_execution_retention_period.FromTimedelta(retention)
    try:
        await client.workflow_service.register_namespace(request)
    except RPCError as error:
        # Another process was first.
        if error.status is not RPCStatusCode.ALREADY_EXISTS:
            raise


async def _await_visible(client: Client) -> None:
    """Describing reads the database; the servers' caches follow some seconds later."""
    async for attempt in stamina.retry_context(on=RPCError, timeout=_CACHE_REFRESH, attempts=None):
        with attempt:
            await _list_search_attributes(client)


async def _add_search_attributes(client: Client) -> None:
    known = await _list_search_attributes(client)
    missing = [key.name for key in SEARCH_ATTRIBUTES if key.name not in known]
    if not missing:
        return
    try:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(
                namespace=client.namespace,
                search_attributes=dict.fromkeys(
                    missing, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD
                ),
            )
        )
    except RPCError as error:
        if error.status is not RPCStatusCode.ALREADY_EXISTS:
            raise


async def _list_search_attributes(client: Client) -> Collection[str]:
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    return listed.custom_attributes
