"""Packages with node types, found as a third party's are: by their entry points."""

from pathlib import Path


def install_test_nodes(folder: Path) -> Path:
    """The node type of random graphs. What goes on PYTHONPATH, besides the repository."""
    return install_nodes(folder, "tests.reference.nodes")


def install_nodes(folder: Path, module: str) -> Path:
    """The node types of a module; what goes on PYTHONPATH, besides the repository."""
    metadata = folder / "noria_test_nodes-1.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: noria-test-nodes\nVersion: 1\n"
    )
    (metadata / "entry_points.txt").write_text(f"[noria.nodes]\ntests = {module}\n")
    return folder
