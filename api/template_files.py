"""The templates: documents in `examples/templates`, read once."""

from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from api.examples import EXAMPLE_PORT, EXAMPLES
from noria.errors import NotFound
from noria.exchange import Document, ExchangeModel, read_document
from noria.yaml_json import read_yaml

TEMPLATES = EXAMPLES / "templates"
TEXTS = EXAMPLES / "template-texts.yaml"


class TemplateText(ExchangeModel):
    """A template's texts in another language."""

    name: str
    description: str
    keywords: tuple[str, ...] = ()


class TemplateTexts(ExchangeModel):
    """What people may look for when they mean a template, and its texts in other languages."""

    keywords: tuple[str, ...] = ()
    de: TemplateText | None = None

    @property
    def translations(self) -> dict[str, TemplateText]:
        return {"de": self.de} if self.de else {}


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


@cache
def _texts() -> dict[str, TemplateTexts]:
    return TypeAdapter(dict[str, TemplateTexts]).validate_python(read_yaml(TEXTS.read_text()))


def read_texts(slug: str) -> TemplateTexts:
    """Of a template; none where nobody wrote any."""
    return _texts().get(slug) or TemplateTexts()


def find_template(slug: str, port: int) -> Document:
    """
    Raises:
        NotFound: There is no such template.
    """
    found = read_templates(port).get(slug)
    if found is None:
        raise NotFound("template", slug)
    return found
