"""How values become what Temporal keeps: Pydantic models as JSON, sealed in the same step.

The SDK would take a codec of its own accord, but walks every message of a workflow to find what to
hand to it, and makes a converter anew for each. Sealing here costs one call a value.
"""

from collections.abc import Sequence
from typing import Any

from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import (
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    PayloadConverter,
)

from noria.keys import KeyRing
from workflows.codec import PayloadCodec


def data_converter(keys: KeyRing | None) -> DataConverter:
    """Without keys payloads are only compressed; error messages are treated as values are."""
    codec = PayloadCodec(keys)
    plain = PydanticPayloadConverter()

    # The SDK wants a class and makes an instance for each message: nothing may be prepared in it.
    class SealedConverter(PayloadConverter):
        """Reads what any codec of ours wrote, and plain payloads."""

        def to_payloads(self, values: Sequence[Any]) -> list[Payload]:
            return [codec.seal(payload) for payload in plain.to_payloads(values)]

        def from_payloads(
            self, payloads: Sequence[Payload], type_hints: list[type] | None = None
        ) -> list[Any]:
            """
            Raises:
                Unavailable: A payload's key is not on the ring, or it was tampered with.
            """
            return plain.from_payloads([codec.open(payload) for payload in payloads], type_hints)

    return DataConverter(
        payload_converter_class=SealedConverter,
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
