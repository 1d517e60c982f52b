"""The process of the API: it starts without what only workers of models need."""

import subprocess
import sys

HEAVY = ("litellm", "openai", "langgraph", "langchain_core", "onnxruntime", "pymilvus")


def test_the_api_imports_no_library_of_models() -> None:
    code = (
        "import sys, api.__main__; from noria.catalog import load_catalog; load_catalog();"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == ""
