"""Expressions: JavaScript in `{{ … }}`, on QuickJS in WebAssembly. The package's own door, as `graph` code uses it.

`engine` evaluates and checks, `references` finds what is read. Below: `guest/` is the dialect, `image` builds the
engine from it, `instance` runs that.
"""

from noria.expressions.engine import (
    ENGINE_ID,
    Budget,
    Evaluation,
    ExpressionItem,
    check,
    evaluate,
    evaluate_each,
)
from noria.expressions.instance import Engine, EngineFiles

# The one package whose users are other packages and third-party nodes: their import line stays when files move.
__all__ = [
    "ENGINE_ID",
    "Budget",
    "Engine",
    "EngineFiles",
    "Evaluation",
    "ExpressionItem",
    "check",
    "evaluate",
    "evaluate_each",
]
