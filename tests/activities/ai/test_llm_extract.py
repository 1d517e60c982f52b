from typing import Any

import pytest
from pydantic import ValidationError

from activities.ai.llm_extract import ExtractConfig, Extracted, llm_extract
from noria.errors import NodeFailed
from tests.activities.fakes import FakeContext


async def extract(context: FakeContext, **config: Any) -> Extracted:
    assert llm_extract.run is not None
    return await llm_extract.run(ExtractConfig.model_validate(config), context)


async def test_data_is_found_in_a_text(context: FakeContext) -> None:
    schema = {
        "type": "object",
        "properties": {"total": {"type": "number"}, "email": {"type": "string"}},
        "required": ["total"],
    }

    found = await extract(context, text="total: 99.5, from ann@shop.example", data_schema=schema)

    assert found.data == {"total": 99.5, "email": "ann@shop.example"}
    with pytest.raises(NodeFailed, match="nothing to read"):
        await extract(context, data_schema=schema)
    with pytest.raises(ValidationError, match="data_schema"):
        ExtractConfig.model_validate({"text": "x", "data_schema": {}})
