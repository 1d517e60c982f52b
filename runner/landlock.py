"""Linux's Landlock through its three system calls: which files a process may open from here on."""

import ctypes
import os
import stat
import struct

from runner.refusal import Refusal

EXECUTE = 1 << 0
WRITE_FILE = 1 << 1
READ_FILE = 1 << 2
READ_DIR = 1 << 3
READ = READ_FILE | READ_DIR
_OF_FILES = EXECUTE | WRITE_FILE | READ_FILE

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION = 1
_PATH_BENEATH = 1
_ALL_TCP = 0b11
_ALL_SCOPES = 0b11
"""Signals and abstract sockets."""
_HANDLED = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many kinds of access each version knows, of which all are handled; 16 from version 5 on."""

_LIBC = ctypes.CDLL(None, use_errno=True)


def version() -> int:
    """0 where the kernel has none."""
    return max(0, _LIBC.syscall(_CREATE, None, 0, _VERSION))


def check() -> None:
    """
    Raises:
        Refusal: The kernel has none.
    """
    if version() < 1:
        raise Refusal("this kernel has no Landlock, which is needed, from Linux 5.13 on")


def make_rules(allowed: dict[int, int]) -> int:
    """A descriptor of rules that refuse all but what is allowed beneath each open file or folder.

    Raises:
        Refusal: The kernel can't.
    """
    check()
    known = version()
    attributes = struct.pack("=Q", (1 << _HANDLED.get(known, 16)) - 1)
    if known >= 4:
        attributes += struct.pack("=Q", _ALL_TCP)
    if known >= 6:
        attributes += struct.pack("=Q", _ALL_SCOPES)
    rules = _call(_CREATE, attributes, len(attributes), 0)
    for descriptor, access in allowed.items():
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            access &= _OF_FILES
        _call(_ADD, rules, _PATH_BENEATH, struct.pack("=Qi", access, descriptor), 0)
    return rules


def restrict(rules: int) -> None:
    """From here on, for this process and all that it becomes."""
    _call(_RESTRICT, rules, 0)


def _call(number: int, *arguments: object) -> int:
    result = _LIBC.syscall(number, *arguments)
    if result < 0:
        raise Refusal(f"Landlock refused: {os.strerror(ctypes.get_errno())}")
    return int(result)
