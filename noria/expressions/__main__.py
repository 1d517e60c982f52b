"""`python -m noria.expressions FILE` writes the engine's image, for the tests of the web app."""

import sys
from pathlib import Path

from noria.expressions.instance import Engine

Path(sys.argv[1]).write_bytes(Engine.shared().files.wasm)
