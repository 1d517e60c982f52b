"""`python -m api.openapi > file`: the OpenAPI document, for generating types.

Needs no settings and no server.
"""

import json
import sys

from api.app import declare_app


def main() -> int:
    """Print the document; keys keep their order, so that a diff shows what changed."""
    sys.stdout.write(json.dumps(declare_app().openapi(), indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
