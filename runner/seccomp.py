"""A filter of system calls: no sockets, no processes, no signals to others, nothing of the kernel's own.

Files are Landlock's; this is for what Landlock does not cover. A number above those known here does
not exist for the code, so that what a later kernel adds is not open by default.
"""

import ctypes
import errno
import os
import platform
import struct

from runner.refusal import Refusal

# x86_64, aarch64; None: the machine has no such call.
_DENIED: dict[str, tuple[int | None, int | None]] = {
    # The network, and sockets of other programs on this machine. `socketpair` stays: it leads nowhere.
    "socket": (41, 198), "connect": (42, 203), "accept": (43, 202), "accept4": (288, 242),
    "bind": (49, 200), "listen": (50, 201),
    # Other processes.
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kcmp": (312, 272), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424), "kill": (62, 129), "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "process_madvise": (440, 440),
    "process_mrelease": (448, 448), "migrate_pages": (256, 238), "move_pages": (279, 239),
    "setpriority": (141, 140), "ioprio_set": (251, 30), "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118), "sched_setattr": (314, 274), "sched_setaffinity": (203, 122),
    # More processes.
    "fork": (57, None), "vfork": (58, None),
    # Other views of the machine.
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "fsopen": (430, 430), "fsmount": (432, 432),
    "fsconfig": (431, 431), "fspick": (433, 433), "move_mount": (429, 429),
    "open_tree": (428, 428), "mount_setattr": (442, 442),
    # The kernel itself.
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142),
    "swapon": (167, 224), "swapoff": (168, 225), "sethostname": (170, 161),
    "setdomainname": (171, 162), "iopl": (172, None), "ioperm": (173, None), "acct": (163, 89),
    "quotactl": (179, 60), "quotactl_fd": (443, 443), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
    "syslog": (103, 116), "vhangup": (153, 58), "personality": (135, 92),
    "modify_ldt": (154, None), "uselib": (134, None), "sysfs": (139, None),
    "nfsservctl": (180, 42), "lookup_dcookie": (212, 18),
    # What Landlock leaves open of files.
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "mknod": (133, None),
    "mknodat": (259, 33), "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53),
    "chown": (92, None), "lchown": (94, None), "fchown": (93, 55), "fchownat": (260, 54),
    "utime": (132, None), "utimes": (235, None), "utimensat": (280, 88), "futimesat": (261, None),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "removexattr": (197, 14),
    "lremovexattr": (198, 15), "fremovexattr": (199, 16), "fanotify_init": (300, 262),
    "fanotify_mark": (301, 263),
    # Memory that no limit counts, and that outlives the process.
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194),
    "shmat": (30, 196), "shmctl": (31, 195), "semget": (64, 190), "semop": (65, 193),
    "semctl": (66, 191), "semtimedop": (220, 192), "msgget": (68, 186), "msgsnd": (69, 189),
    "msgrcv": (70, 188), "msgctl": (71, 187), "mq_open": (240, 180), "mq_unlink": (241, 181),
}  # fmt: skip
_EXEC = {"execve": (59, 221), "execveat": (322, 281)}
_CLONE, _TGKILL, _PRLIMIT = (56, 220), (234, 131), (302, 261)
_CLONE3 = 435
_LAST = 450
_MACHINES = {"x86_64": (0, 0xC000_003E), "aarch64": (1, 0xC000_00B7)}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _KILL = 0x7FFF_0000, 0x8000_0000
_ERROR = 0x0005_0000
_THREAD = 0x0001_0000
_NEW_NAMESPACES = 0x7E02_0080
_SECCOMP, _FILTER = 22, 2

_LIBC = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def make_filter(*, may_exec: bool) -> bytes:
    """For this process, whose number is in it.

    Raises:
        Refusal: This machine's calls are not known here.
    """
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        raise Refusal(f"the system calls of {platform.machine()!r} are not known")
    column, architecture = machine
    no, unknown = _ERROR | errno.EPERM, _ERROR | errno.ENOSYS
    denied = [numbers[column] for numbers in _DENIED.values()]
    if not may_exec:
        denied += [numbers[column] for numbers in _EXEC.values()]
    lines = [
        _line(_LOAD, _ARCHITECTURE),
        _line(_EQUAL, architecture, 1, 0),
        _line(_RETURN, _KILL),
        _line(_LOAD, _NUMBER),
        _line(_AT_LEAST, _LAST + 1, 0, 1),
        _line(_RETURN, unknown),
        # The C library falls back to `clone`, whose flags can be looked at.
        _line(_EQUAL, _CLONE3, 0, 1),
        _line(_RETURN, unknown),
        # Threads, and nothing else.
        _line(_EQUAL, _CLONE[column], 0, 5),
        _line(_LOAD, _FIRST_ARGUMENT),
        _line(_ANY_BIT, _NEW_NAMESPACES, 2, 0),
        _line(_ANY_BIT, _THREAD, 0, 1),
        _line(_RETURN, _ALLOW),
        _line(_RETURN, no),
        # Signals to itself, as `abort` sends one.
        _line(_EQUAL, _TGKILL[column], 0, 4),
        _line(_LOAD, _FIRST_ARGUMENT),
        _line(_EQUAL, os.getpid(), 0, 1),
        _line(_RETURN, _ALLOW),
        _line(_RETURN, no),
        # Limits of its own, which it may only lower.
        _line(_EQUAL, _PRLIMIT[column], 0, 4),
        _line(_LOAD, _FIRST_ARGUMENT),
        _line(_EQUAL, 0, 0, 1),
        _line(_RETURN, _ALLOW),
        _line(_RETURN, no),
    ]
    for number in denied:
        if number is not None:
            lines += [_line(_EQUAL, number, 0, 1), _line(_RETURN, no)]
    return b"".join([*lines, _line(_RETURN, _ALLOW)])


def restrict(code: bytes) -> None:
    """From here on, for this process and all that it becomes.

    Raises:
        Refusal: The kernel can't.
    """
    program = _Program(len(code) // 8, code)
    if _LIBC.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) != 0:
        raise Refusal(f"seccomp refused: {os.strerror(ctypes.get_errno())}")


def _line(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_so, if_not, value)
