"""A package with the node type of random graphs, found as a third party's is: by its entry point."""

from pathlib import Path


def install_test_nodes(folder: Path) -> Path:
    """What goes on PYTHONPATH, besides the repository."""
    metadata = folder / "noria_test_nodes-1.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: noria-test-nodes\nVersion: 1\n"
    )
    (metadata / "entry_points.txt").write_text("[noria.nodes]\ntests = tests.reference.nodes\n")
    return folder
