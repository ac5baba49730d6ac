"""Ports that nobody's outgoing connection takes while their server is away for a moment."""

import errno
import socket
import threading

# Below what Linux gives to outgoing connections, 32768 and up.
FIRST = 20000
NUMBER = 100

_lock = threading.Lock()
_taken = 0


def take_port() -> int:
    """The next free one, in turns: one that was just given up is not given out again soon."""
    global _taken
    with _lock:
        for _ in range(NUMBER):
            _taken += 1
            port = FIRST + _taken % NUMBER
            if _is_free(port):
                return port
    raise OSError(errno.EADDRINUSE, f"no port is free between {FIRST} and {FIRST + NUMBER}")


def _is_free(port: int) -> bool:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("0.0.0.0", port))
        except OSError:
            return False
        return True
