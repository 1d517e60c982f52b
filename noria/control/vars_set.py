"""`vars.set`: the only node that writes `vars`."""

import re
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, JsonValue

from noria.model import Model
from noria.node_type import ControlContext, Output, control, ui

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")


def _named_rightly(values: dict[str, JsonValue]) -> dict[str, JsonValue]:
    wrong = [name for name in values if not _NAME.fullmatch(name)]
    if wrong:
        raise ValueError(
            f"{', '.join(map(repr, wrong))} can't be read as vars.<name>: use letters, digits and "
            "underscores, a letter first"
        )
    return values


class VarsSetConfig(Model):
    """Variables by name."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"values": {}}]})

    values: Annotated[dict[str, JsonValue], AfterValidator(_named_rightly)] = Field(
        title="Variables",
        description="Each name with its new value. Names are letters, digits and underscores.",
        json_schema_extra=ui(widget="key_value"),
    )


@control("vars.set", title="Set variables", category="Data", icon="variable")
def set_vars(config: VarsSetConfig, context: ControlContext) -> Output:
    """Set variables of the run.

    Steps after this one read them as `vars.<name>`, in whichever branch they are. Where two
    parallel steps set the same variable, the one that ends last wins. The output is the object.
    """
    return Output(dict(config.values), vars=dict(config.values))
