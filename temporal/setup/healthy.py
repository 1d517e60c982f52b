"""`python healthy.py URL`: ends with status 0 if the URL answers 200, for health checks."""

import sys
import urllib.error
import urllib.request


def main() -> int:
    """Ask once, for at most three seconds."""
    try:
        with urllib.request.urlopen(sys.argv[1], timeout=3) as answer:  # noqa: S310 - our own URL
            return 0 if answer.status == 200 else 1
    except (urllib.error.URLError, OSError):
        return 1


if __name__ == "__main__":
    sys.exit(main())
