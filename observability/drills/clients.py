"""Those who use the service while something fails."""

import http.client
import random
import threading
from collections.abc import Sequence

# A request that the service is late with is given up by nobody before the service does.
ANSWER_LIMIT = 30.0

# As a browser would.
HEADERS = {"Accept-Encoding": "gzip"}


class Clients:
    """Clients that each ask for one path after the other, with a pause between."""

    def __init__(
        self,
        port: int,
        paths: Sequence[str],
        *,
        number: int,
        pause: float,
    ) -> None:
        self._port = port
        self._paths = paths
        self._pause = pause
        self._enough = threading.Event()
        self._threads = [threading.Thread(target=self._ask, daemon=True) for _ in range(number)]

    def start(self) -> None:
        """They go on until they are stopped."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Returns when everybody has had an answer."""
        self._enough.set()
        for thread in self._threads:
            thread.join(ANSWER_LIMIT)

    def _ask(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=ANSWER_LIMIT)
        while not self._enough.is_set():
            try:
                connection.request("GET", random.choice(self._paths), headers=HEADERS)
                connection.getresponse().read()
            except (OSError, http.client.HTTPException):
                connection.close()
            self._enough.wait(self._pause)
        connection.close()
