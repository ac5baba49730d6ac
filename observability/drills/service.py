"""The service from its jar: started, killed and started again on the same ports."""

import os
import signal
import urllib.error
import urllib.request
from pathlib import Path

from bench.processes import Server
from bench.tools import REPOSITORY

from .programs import Programs

START_LIMIT = 300.0

# What would change the service behind our back is left out: only these are passed on.
INHERITED = ("PATH", "HOME", "LANG", "JAVA_HOME", "TMPDIR")


class Service:
    """One instance, which may use one processor and keep few clicks in its journal, so that both
    limits can be reached on any machine."""

    def __init__(
        self, programs: Programs, directory: Path, database_url: str, port: int, admin_port: int
    ) -> None:
        directory.mkdir()
        self.port = port
        self.admin_port = admin_port
        self._directory = directory
        self._command = [programs.java, "-XX:ActiveProcessorCount=1", "-Xmx512m"]
        self._command += ["-jar", str(programs.jar), "server", "config.yml"]
        self._environment = {name: os.environ[name] for name in INHERITED if name in os.environ} | {
            "PORT": str(port),
            "ADMIN_PORT": str(admin_port),
            "DATABASE_URL": database_url,
            "DATA_DIR": str(directory / "data"),
            "CLICK_JOURNAL_LIMIT": "4MiB",
            "LOG_FORMAT": "json",
        }
        self._server: Server | None = None

    def start(self) -> None:
        """Returns when it answers from its database."""
        if self._server:
            return
        self._server = Server(
            "the service",
            self._command,
            self._directory / "log",
            environment=self._environment,
            directory=REPOSITORY,
        )
        self._server.wait_until(self._answers, START_LIMIT)

    def kill(self) -> None:
        """Nothing is finished: SIGKILL."""
        if self._server:
            os.kill(self._server.pid, signal.SIGKILL)
            self._server.stop()
            self._server = None

    def stop(self) -> None:
        """Ends it in order."""
        if self._server:
            self._server.stop()
            self._server = None

    def _answers(self) -> bool:
        try:
            address = f"http://127.0.0.1:{self.port}/users/1"
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False
