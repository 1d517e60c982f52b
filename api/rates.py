"""How many in which time, as settings say it. Apart, since programs without HTTP read settings too."""

import re
from dataclasses import dataclass

from noria.errors import Invalid

DEFAULT_RATES = "address=60000/m,account=30000/m,key=30000/m,workspace=60000/m,webhook=30000/m"
"""Above what this process answers in a minute on a small machine: they stop floods, not work."""
_ENTRY = re.compile(
    r"(?P<who>address|account|key|workspace|webhook)=(?P<count>\d{1,9})/(?P<unit>[smh])"
)
_SECONDS = {"s": 1, "m": 60, "h": 3_600}


@dataclass(frozen=True)
class Rate:
    """So many in so many seconds; 0 for no limit."""

    count: int
    seconds: int


def parse_request_rates(setting: str) -> dict[str, Rate]:
    """The defaults, with what the setting says in their place: `address=600/m,key=50/s`.

    Raises:
        Invalid: An entry is something else.
    """
    found: dict[str, Rate] = {}
    for part in f"{DEFAULT_RATES},{setting}".split(","):
        if not part.strip():
            continue
        entry = _ENTRY.fullmatch(part.strip())
        if entry is None:
            raise Invalid(
                f"NORIA_REQUEST_RATES has the entry {part.strip()!r}; write who and how many, as "
                "'address=600/m' (address, account, key, workspace or webhook; s, m or h; 0 for "
                "no limit)."
            )
        found[entry["who"]] = Rate(int(entry["count"]), _SECONDS[entry["unit"]])
    return found
