from noria.catalog import load_catalog
from noria.docs_pages import DOCS, NODE_TYPES, node_types_page
from tests.noria.graphs import CATALOG


def test_the_page_of_node_types_is_fresh() -> None:
    written = (DOCS / NODE_TYPES).read_text()

    assert written == node_types_page(load_catalog()), "run `python -m noria.docs_pages`"


def test_every_node_type_has_its_section_with_its_fields() -> None:
    page = node_types_page(CATALOG)

    assert all(f"### `{node_type.name}`" in page for node_type in CATALOG if not node_type.internal)
    assert "| `cases[].when` ƒ | any JSON | required |" in page
    assert '| `method` † | `GET`, `POST` | `"GET"` |' in page
    assert "as named by `/cases/*/port` and `/default`" in page
