"""The templates: documents in `examples/templates`, read once."""

from functools import cache
from pathlib import Path

from api.examples import EXAMPLE_PORT, EXAMPLES
from noria.errors import NotFound
from noria.exchange import Document, read_document

TEMPLATES = EXAMPLES / "templates"


def example_address(port: int) -> str:
    """Of the example service."""
    return f"http://127.0.0.1:{port}"


@cache
def read_templates(port: int = EXAMPLE_PORT, folder: Path = TEMPLATES) -> dict[str, Document]:
    """By slug, with the example service where it really listens."""
    written, real = example_address(EXAMPLE_PORT), example_address(port)
    return {
        path.stem: read_document(path.read_text().replace(written, real))
        for path in sorted(folder.glob("*.yaml"))
    }


def find_template(slug: str, port: int) -> Document:
    """
    Raises:
        NotFound: There is no such template.
    """
    found = read_templates(port).get(slug)
    if found is None:
        raise NotFound("template", slug)
    return found
