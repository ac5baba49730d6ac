"""The service itself, on an embedded PostgreSQL or on one that another instance shares."""

import os
import secrets
import signal
import time
from pathlib import Path

from bench.processes import Server
from bench.service import SETTING, get
from bench.tools import REPOSITORY

from .ports import take_port

# A busy machine takes minutes for what an idle one does in seconds.
START_LIMIT = 300


class Shortener:
    """A running service that believes what the proxy tells it."""

    def __init__(self, java: str, jar: Path, directory: Path, database_url: str = "") -> None:
        directory.mkdir(exist_ok=True)
        self.port = take_port()
        self.admin_port = take_port()
        self.token = secrets.token_hex(16)
        self._frozen = False
        self._command = [java, "-Xmx512m", "-jar", str(jar), "server", "config.yml"]
        self._log = directory / "log"
        inherited = {
            name: value for name, value in os.environ.items() if not SETTING.fullmatch(name)
        }
        self._environment = inherited | {
            "PORT": str(self.port),
            "ADMIN_PORT": str(self.admin_port),
            "DATABASE_URL": database_url,
            "DATA_DIR": str(directory / "data"),
            "TRUSTED_PROXIES": "127.0.0.1",
            "CHAOS_TOKEN": self.token,
            "LOG_FORMAT": "json",
        }
        self.start()

    def start(self) -> None:
        """Starts it again, on its ports."""
        self._server = Server(
            "the service",
            self._command,
            self._log,
            environment=self._environment,
            directory=REPOSITORY,
        )
        self._server.wait_until(self._answers, START_LIMIT)

    def stop(self) -> None:
        """Ends it, also when it is frozen."""
        self.thaw()
        self._server.stop()

    def kill(self) -> None:
        """Ends it without a word."""
        os.kill(self._server.pid, signal.SIGKILL)
        self._server.stop()

    def ends_within(self, limit: float) -> bool:
        """Whether it ends by itself."""
        end = time.monotonic() + limit
        stat = Path(f"/proc/{self._server.pid}/stat")
        # Ended, it stays as a zombie until stop() asks how.
        while stat.read_text(errors="replace").rpartition(")")[2].split()[0] != "Z":
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def freeze(self) -> None:
        """Lets it take connections and do nothing."""
        self._frozen = True
        os.kill(self._server.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Lets it go on."""
        if self._frozen:
            self._frozen = False
            os.kill(self._server.pid, signal.SIGCONT)

    def _answers(self) -> bool:
        try:
            return get(self.port, "/urls?page=1&per_page=1")[0] == 200
        except OSError:
            return False
