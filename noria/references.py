"""A secret that is kept elsewhere: what stands in its place says where, as `{"$ref": "vault:kv/shop#token"}`."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

REF = "$ref"


class Reference(BaseModel):
    """What stands in place of a secret."""

    model_config = ConfigDict(extra="forbid")

    ref: str = Field(alias=REF, max_length=2_000, pattern=r"^(env|file|vault|aws):[^\x00-\x1f]+$")


def is_reference(value: JsonValue) -> bool:
    """Whether a value is meant as one, well written or not."""
    return isinstance(value, dict) and set(value) == {REF}


def read_reference(value: JsonValue) -> str:
    """Where the secret is kept.

    Raises:
        pydantic.ValidationError: It is not written as one.
    """
    return Reference.model_validate(value).ref


def without_references(value: JsonValue, stand_in: str) -> JsonValue:
    """The value with other text in place of each reference, as to check all else in it.

    Raises:
        ValueError: A reference names no place that there is.
    """
    if not isinstance(value, dict):
        return value
    if not is_reference(value):
        return {name: without_references(each, stand_in) for name, each in value.items()}
    try:
        read_reference(value)
    except ValueError:
        raise ValueError(
            "write where it is kept as 'vault:mount/path#field', 'aws:name#field', 'env:NAME' or "
            "'file:/path'"
        ) from None
    return stand_in
