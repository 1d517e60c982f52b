"""What the server says to people, read from its source: the web app has each of them in German.

    python -m tests.server_messages    writes the file that the web app's tests read

A message is found by how it looks: a whole sentence; in an error or a problem also a part of one. Places of
values are numbered, as in `There is no {1} {2} in this workspace.`
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FIXTURE = ROOT / "frontend" / "tests" / "fixtures" / "server-messages.json"
PACKAGES = ("noria", "store", "activities", "workflows", "worker", "api")

LEFT_OUT = re.compile(
    # Read on a console or by programs, or texts of an example.
    r"noria/(cli|client|copilot|build|catalog|node_type|docs_pages|asyncapi|key_files|keys)\b"
    r"|noria/expressions/(module|stack_guard|image)\.py"
    r"|store/(migrat|audit_ch|rotation)"
    r"|worker/(health|metrics|process|queues|host_rates)"
    r"|workflows/namespace\.py"
    r"|api/(app|codec|document|examples|health|mcp_server|metrics|page_messages|page_texts|permissions|rates|reset_password|settings)\.py"
    # Said to models, or to people outside of the app.
    r"|noria/ai/(agent_config|team_config)\.py|noria/compiling/(agent_tools|tool_parameters)\.py"
    r"|activities/ai/calls/(demo\w*|linking|relevance|structured)\.py"
    r"|noria/control/fail\.py|noria/triggers/(chat|form|workflow|schedule_words|german_cron)\.py"
)
"""What stands in these files is not translated."""

TO_MODELS = re.compile(
    r"You (have come|work|are invited)|Choose a new password|Write a summary|Give the data"
    r"|Answer the question|In one |The team has come|Say in one|A green circle|I can speak|The sea at|Yes, I can hear|\{1\} It is"
)

PARTS_OF_MESSAGES = re.compile(
    r"noria/(compiling/|config|graph_document|validation|input_schema|yaml_json)\b|api/credential(_checks|s)\b|store/forks"
    r"|activities/(transport|circuits|decoding|date/calculate|http/openapi|ai/calls/provider_errors)\b|workflows/(sub_runs|batch_loop)"
)
"""Files that put a message together from parts, which stand in tables and conditions."""

ERRORS = {
    "BudgetSpent", "CannotApply", "CircuitOpen", "Conflict", "DraftShrinks", "ExpressionError",
    "ExpressionLimitError", "Forbidden", "HostRefused", "Invalid", "NodeFailed", "NodeUnavailable",
    "NotFound", "PlanUnreadable", "PreconditionRequired", "RateExceeded", "SecondFactorRequired",
    "TakenMeanwhile", "TooLarge", "TooManyRequests", "TooSlow", "Unauthenticated", "Unavailable",
}  # fmt: skip
NO_MESSAGE = {"Field", "Query", "Path", "Header", "APIRouter", "ui", "add_argument"}
LOGS = {"debug", "info", "warning", "error", "exception"}
NO_MESSAGE_KEYS = {
    "description", "docs", "examples", "expression", "group", "help", "placeholder", "title",
}  # fmt: skip
MAX_CHARS = 400
MIN_WORDS = 1

FORMATTED = re.compile(r"\{!r\}")
"""A place of `str.format`."""
WORD = re.compile(r"[a-z]{2,}")
SENTENCE = re.compile(r"[A-Z{].*[.?!]")
NO_PART = re.compile(
    r"[<=\[\\]|::|\b(IN|IS|AND|NULL|SELECT)\b|\w/\w+$|^[.(]|^\{1\}: |^gzip,|policy$|^(a component|retry |MCP tool)"
)


def template_of(node: ast.AST) -> str | None:
    """A text with its places numbered; None: the node is none."""
    pieces = _pieces(node)
    if pieces is None or not any(pieces):
        return None
    places = iter(range(1, len(pieces) + 1))
    return "".join(f"{{{next(places)}}}" if piece is None else piece for piece in pieces)


def _pieces(node: ast.AST) -> list[str | None] | None:
    match node:
        case ast.Constant(value=str() as text):
            before, *after = FORMATTED.split(text)
            return [before, *(each for piece in after for each in (None, piece))]
        case ast.JoinedStr():
            return [
                str(each.value) if isinstance(each, ast.Constant) else None for each in node.values
            ]
        case ast.BinOp(op=ast.Add()):
            left, right = _pieces(node.left), _pieces(node.right)
            return None if left is None and right is None else (left or [None]) + (right or [None])
        case _:
            return None


class Messages(ast.NodeVisitor):
    """Those of one file."""

    def __init__(self, *, with_parts: bool, with_titles: bool) -> None:
        self.found: set[str] = set()
        self.nouns: set[str] = set()
        self._in_parts = with_parts
        self._deep = 0
        self._titles = with_titles

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        match node:
            case ast.Assign(
                targets=[ast.Name(id="title")], value=ast.Constant(value=str() as title)
            ) if self._titles:
                self.found.add(title)
            case _:
                self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        match node:
            case ast.AnnAssign(
                target=ast.Name(id="title"), value=ast.Constant(value=str() as title)
            ) if self._titles:
                self.found.add(title)
            case ast.AnnAssign(value=ast.expr() as value):
                self.visit(value)
            case _:
                pass

    def visit_Dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if not (isinstance(key, ast.Constant) and key.value in NO_MESSAGE_KEYS):
                self.visit(value)

    def visit_Raise(self, node: ast.Raise) -> None:
        self._in_error(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else _id(node.func)
        if name in NO_MESSAGE or (name in LOGS and isinstance(node.func, ast.Attribute)):
            return
        node.keywords = [each for each in node.keywords if each.arg not in NO_MESSAGE_KEYS]
        if name == "NotFound" and node.args:
            self._note_noun(node.args.pop(0))
        if name in ERRORS or "problem" in name.lower():
            self._in_error(node)
        else:
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        self._note(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._note(node)
        for each in node.values:
            if isinstance(each, ast.FormattedValue):
                self.visit(each.value)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if template_of(node) is None:
            self.generic_visit(node)
        else:
            self._note(node)

    def _in_error(self, node: ast.AST) -> None:
        self._deep += 1
        self.generic_visit(node)
        self._deep -= 1

    def _note_noun(self, node: ast.expr) -> None:
        if isinstance(node, ast.Constant):
            self.nouns.add(f"={node.value}")

    def _note(self, node: ast.AST) -> None:
        text = template_of(node)
        if text is None or len(text) > MAX_CHARS or "\n" in text or TO_MODELS.match(text):
            return
        if len(WORD.findall(text)) < MIN_WORDS or " " not in text.strip():
            return
        is_part = self._in_parts and not NO_PART.search(text)
        if "{{" not in text and (self._deep or is_part or SENTENCE.fullmatch(text)):
            self.found.add(text.strip())


def _id(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _files(package: str) -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / package).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not LEFT_OUT.match(name):
            yield name, path


def server_messages() -> dict[str, list[str]]:
    """By package, each message once; what errors say was not found, with a `=` before."""
    found: dict[str, list[str]] = {}
    known: set[str] = set()
    nouns: set[str] = set()
    for package in PACKAGES:
        texts: set[str] = set()
        for name, path in _files(package):
            messages = Messages(
                with_parts=PARTS_OF_MESSAGES.match(name) is not None,
                with_titles=name == "noria/errors.py",
            )
            messages.visit(ast.parse(path.read_text()))
            texts |= messages.found
            nouns |= messages.nouns
        found[package] = sorted(texts - known)
        known |= texts
    return {**found, "not found": sorted(nouns)}


def main() -> None:
    FIXTURE.write_text(json.dumps(server_messages(), indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
