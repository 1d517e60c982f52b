"""`noria validate`: compiles a graph here, without a server."""

from argparse import Namespace
from collections.abc import Sequence

from noria.catalog import load_catalog
from noria.cli.report import FAILED, list_problems, read_graph_file, say_json
from noria.compile import compile_graph


def validate(arguments: Namespace) -> int:
    """By the node types that are installed here."""
    _, graph = read_graph_file(arguments.file)
    compiled = compile_graph(graph, load_catalog())
    valid = compiled.plan is not None
    if arguments.json:
        problems = [problem.model_dump(mode="json") for problem in compiled.problems]
        say_json({"valid": valid, "problems": problems})
        return 0 if valid else FAILED
    if compiled.problems:
        print(list_problems(compiled.problems))
    print(f"{arguments.file}: {_summary([problem.severity for problem in compiled.problems])}")
    return 0 if valid else FAILED


def _summary(severities: Sequence[str]) -> str:
    counts = [(severities.count(kind), kind) for kind in ("error", "warning")]
    said = [f"{count} {kind}{'s' if count > 1 else ''}" for count, kind in counts if count]
    return ", ".join(said) or "valid"
