"""Finds what an expression reads, by parsing it: nothing is evaluated."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

from noria.each import NAMES, inside
from noria.expressions.engine import Body, bodies

SCOPE = frozenset(("steps", "trigger", "vars", "env", "run", "item", "index", "key", "loop"))

# JavaScript's own, as the engine has them.
GLOBALS = frozenset(
    """
    Object Function Error EvalError RangeError ReferenceError SyntaxError TypeError URIError
    InternalError AggregateError SuppressedError Iterator Array parseInt parseFloat isNaN isFinite
    decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape Infinity NaN undefined
    Number Boolean String Math Reflect Symbol DisposableStack globalThis BigInt RegExp JSON Map Set
    WeakMap WeakSet Promise AsyncDisposableStack ArrayBuffer SharedArrayBuffer Uint8ClampedArray
    Int8Array Uint8Array Int16Array Uint16Array Int32Array Uint32Array BigInt64Array BigUint64Array
    Float16Array Float32Array Float64Array DataView Date
    """.split()  # noqa: SIM905 # a page of quotes and commas hides a missing word
)
_KNOWN_TO_FUNCTIONS = frozenset(("arguments", "eval"))

_FUNCTIONS = frozenset(
    (
        "arrow_function",
        "function_expression",
        "function_declaration",
        "generator_function",
        "generator_function_declaration",
        "method_definition",
        "class",
        "class_declaration",
    )
)
_DECLARATIONS = frozenset(("variable_declarator", "catch_clause", "for_in_statement"))


@dataclass(frozen=True)
class Reference:
    """One place where an expression reads the scope."""

    path: tuple[str, ...]
    """As `("steps", "fetch", "output", "total")`; ends before a computed key, a called method and `length`."""
    optional: bool
    """Some `?.` in it, or a `??` after it, says that absence is fine."""
    line: int
    """In the whole template, from 1."""
    column: int
    """From 1; counts UTF-16 units."""


@cache
def _language() -> Language:
    return Language(tree_sitter_javascript.language())


def references(source: str, bare: bool = False) -> list[Reference]:
    """Each reading of the scope, in the order written; names that a function takes itself are left out.

    Raises:
        ExpressionError: The template can't be split.
    """
    return [found for found in names(source, bare) if found.path[0] in SCOPE]


def names(source: str, bare: bool = False) -> list[Reference]:
    """As `references`, and also each name that exists nowhere: a misspelt one, most likely.

    Raises:
        ExpressionError: The template can't be split.
    """
    written = inside(source)
    if written is not None:
        # What the list reads belongs to the field that holds it.
        return list(_read(written, Body(0, written), NAMES))
    expressions = [Body(0, source)] if bare else _bodies(source)
    return [found for body in expressions for found in _read(source, body)]


def _bodies(source: str) -> list[Body]:
    if source.count("{{") == 1 and source.count("}}") == 1 and "}}}" not in source:
        # Only one end is possible, so there is nothing to ask the engine.
        start = source.index("{{") + 2
        return [Body(_units(source[:start]), source[start : source.index("}}")])]
    return bodies(source) if "{{" in source else []


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _read(source: str, body: Body, hidden: frozenset[str] = frozenset()) -> Iterator[Reference]:
    # Between parentheses, else `{a: 1}` would be a block.
    encoded = f"({body.text}\n)".encode("utf-16-le", "surrogatepass")
    tree = Parser(_language()).parse(encoded, encoding="utf16le")
    before = source.encode("utf-16-le", "surrogatepass")[: body.offset * 2]
    text = before.decode("utf-16-le", "surrogatepass")
    for name in _names(tree.root_node, GLOBALS | _KNOWN_TO_FUNCTIONS | hidden):
        chain, path, optional = _chain(name)
        row, byte_column = name.start_point
        line_start = _units(text[text.rfind("\n") + 1 :]) - 1 if row == 0 else 0
        yield Reference(
            path=tuple(path),
            optional=optional or _is_guarded(chain),
            line=text.count("\n") + row + 1,
            column=line_start + byte_column // 2 + 1,
        )


def _names(node: Node, hidden: frozenset[str]) -> Iterator[Node]:
    """Identifiers that are neither JavaScript's nor a function's own, in the order written."""
    if node.type in ("identifier", "shorthand_property_identifier"):
        if _text(node) not in hidden:
            yield node
        return
    if node.type in _FUNCTIONS or node.type == "statement_block":
        hidden = hidden | set(_taken(node))
    for child in node.children:
        yield from _names(child, hidden)


def _taken(function: Node) -> Iterator[str]:
    """Names that are a function's own: parameters and what is declared directly in a block."""
    for name in ("parameters", "parameter", "name"):
        if part := function.child_by_field_name(name):
            yield from _patterns(part)
    if function.type == "statement_block":
        yield from _declared(function)


def _declared(node: Node) -> Iterator[str]:
    for child in node.children:
        if child.type in _FUNCTIONS:
            if child.type.endswith("_declaration") and (name := child.child_by_field_name("name")):
                yield _text(name)
            continue
        if child.type in _DECLARATIONS and (
            pattern := child.child_by_field_name("name")
            or child.child_by_field_name("left")
            or child.child_by_field_name("parameter")
        ):
            yield from _patterns(pattern)
        yield from _declared(child)


def _patterns(node: Node) -> Iterator[str]:
    if node.type in ("identifier", "shorthand_property_identifier_pattern"):
        yield _text(node)
    for child in node.children:
        # In `{a: b = c}` the key and the default are not names.
        if child not in (node.child_by_field_name("key"), node.child_by_field_name("right")):
            yield from _patterns(child)


def _chain(name: Node) -> tuple[Node, list[str], bool]:
    """The longest path from a name: its outermost node, its keys, and whether it has a `?.`."""
    node, path, optional = name, [_text(name)], False
    while (parent := node.parent) is not None and parent.child_by_field_name("object") == node:
        optional = optional or parent.child_by_field_name("optional_chain") is not None
        key = _key(parent)
        if key is None or key == "length" or _is_called(parent):
            break
        path.append(key)
        node = parent
    return _outermost(node), path, optional


def _outermost(node: Node) -> Node:
    while (parent := node.parent) is not None and (
        parent.child_by_field_name("object") == node
        or parent.child_by_field_name("function") == node
        or parent.type == "parenthesized_expression"
    ):
        node = parent
    return node


def _key(access: Node) -> str | None:
    if member := access.child_by_field_name("property"):
        return _text(member)
    index = access.child_by_field_name("index")
    if index is None:
        return None
    if index.type == "number" and _text(index).isdecimal():
        return _text(index)
    if index.type == "string" and all(
        part.type == "string_fragment" for part in index.named_children
    ):
        return _text(index)[1:-1]
    return None


def _is_called(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.child_by_field_name("function") == node


def _is_guarded(chain: Node) -> bool:
    parent = chain.parent
    if parent is None or parent.type != "binary_expression":
        return False
    operator = parent.child_by_field_name("operator")
    return operator is not None and operator.type == "??" and parent.children[0] == chain


def _text(node: Node) -> str:
    # tree-sitter keeps the encoding it was given.
    return (node.text or b"").decode("utf-16-le", "surrogatepass")
