"""What a submission may not ask of the kernel, as a filter that bubblewrap puts on.

Memory that no process holds (segments of System V, nameless files) would pass every limit, and
keys, locks on files that all may read, and watches on such files would carry words from one
submission to its neighbour. None of it is needed to answer an exercise. Locks and new sessions
are let on to have worked: what runs alone needs no lock, and a session of its own would only
win a larger share of the processor.
"""

from __future__ import annotations

import errno
import platform
import struct

# Numbers of the calls on x86_64 and on aarch64; None where there is no such call.
REFUSED = {
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "semget": (64, 190),
    "semop": (65, 193),
    "semctl": (66, 191),
    "semtimedop": (220, 192),
    "msgget": (68, 186),
    "msgsnd": (69, 189),
    "msgrcv": (70, 188),
    "msgctl": (71, 187),
    "mq_open": (240, 180),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    "perf_event_open": (298, 241),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
}
UNKNOWN = {  # said to be unknown, so that libraries take their other way
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "clone3": (435, 435),
}
PRETENDED = {"flock": (73, 32), "setsid": (112, 157)}
CLONE, FCNTL = (56, 220), (72, 25)
NAMESPACES = 0x7E020000  # the flags of clone that make namespaces
LOCKS = (6, 7, 37, 38)  # the commands of fcntl that lock a file
MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1), "arm64": (0xC00000B7, 1)}

_LOAD, _EQUAL, _AT_LEAST, _ANY, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_NUMBER, _MACHINE, _FIRST, _SECOND = 0, 4, 16, 24  # places in what the filter looks at


def known_machine() -> bool:
    """Whether the numbers of the calls are known for this processor."""
    return platform.machine() in MACHINES


def call_filter(machine: str = "") -> bytes:
    """The filter as the kernel reads it.

    Parameters
    ----------
    machine
        The processor, as ``platform.machine()`` names it; this one by default.

    Raises
    ------
    KeyError
        The numbers are not known for this processor.
    """
    audit, column = MACHINES[machine or platform.machine()]
    refuse, unknown = _stop(errno.EPERM), _stop(errno.ENOSYS)
    program = [_op(_LOAD, _MACHINE), _op(_EQUAL, audit, yes=1), refuse, _op(_LOAD, _NUMBER)]
    program += [_op(_AT_LEAST, 0x40000000, no=1), refuse]  # the other numbers of x86_64
    for calls, answer in ((REFUSED, refuse), (UNKNOWN, unknown), (PRETENDED, _stop(0))):
        for numbers in calls.values():
            if numbers[column] is not None:
                program += [_op(_EQUAL, numbers[column], no=1), answer]
    program += [_op(_EQUAL, CLONE[column], no=4), _op(_LOAD, _FIRST)]
    program += [_op(_ANY, NAMESPACES, no=1), refuse, _op(_RETURN, _ALLOW)]
    locks = [part for lock in LOCKS for part in (_op(_EQUAL, lock, no=1), _stop(0))]
    program += [_op(_EQUAL, FCNTL[column], no=len(locks) + 1), _op(_LOAD, _SECOND), *locks]
    return b"".join([*program, _op(_RETURN, _ALLOW)])


def _op(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    """One instruction; ``yes`` and ``no`` are how many to leap."""
    return struct.pack("HBBI", code, yes, no, value)


def _stop(error: int) -> bytes:
    return _op(_RETURN, _ERRNO | error)
