"""Where phones find the room."""

from __future__ import annotations

import ipaddress
import socket

HERE = "127.0.0.1"
SOMEWHERE = ("10.255.255.255", 9)  # any private address: it is never asked


def own_address() -> str | None:
    """This computer's address in its network, or None if it is in none.

    Nothing is sent: choosing where a datagram would leave is enough to know the address.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE)
            found = probe.getsockname()[0]
        except OSError:
            return None
    return None if ipaddress.ip_address(found).is_loopback else found


def is_free(host: str, port: int) -> bool:
    """Whether a server can be opened there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
