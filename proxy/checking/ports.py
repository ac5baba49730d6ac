"""Ports that nobody's outgoing connection takes while their server is away for a moment."""

import errno
import itertools
import socket
import threading

# Below what Linux gives to outgoing connections, 32768 and up.
FIRST, LAST = 20000, 32000
NUMBER = 100


class Ports:
    """A block of ports that no other check uses meanwhile: its first one is held."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        for first in range(FIRST, LAST, NUMBER):
            self._held = socket.socket()
            try:
                self._held.bind(("127.0.0.1", first))
                self._turns = itertools.cycle(range(first + 1, first + NUMBER))
                return
            except OSError:
                self._held.close()
        raise OSError(errno.EADDRINUSE, f"no block of ports is free from {FIRST} to {LAST}")

    def take(self) -> int:
        """The next free one, in turns: one that was just given up is not given out again soon."""
        with self._lock:
            for port in itertools.islice(self._turns, NUMBER):
                if _is_free(port):
                    return port
        raise OSError(errno.EADDRINUSE, "all ports of this check are in use")


_ports = Ports()


def take_port() -> int:
    """A port for a server of this check."""
    return _ports.take()


def _is_free(port: int) -> bool:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("0.0.0.0", port))
        except OSError:
            return False
        return True
