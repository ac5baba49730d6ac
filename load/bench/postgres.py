"""PostgreSQL servers of our own."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from .problem import Problem
from .processes import Server, as_user, free_port
from .tools import Tools

SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "1GB",
    "min_wal_size": "3GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "wal_compression": "lz4",
}

SUPERUSER = "postgres"
START_LIMIT = 60.0

# What is written to the log before anything is measured, in bytes. A file of the log that is new
# stops everybody for the 20 ms in which it is made; a server that has been running for a while
# writes over old ones.
OLD_LOG = 2_500_000_000
MESSAGE = 10_000_000


class Cluster:
    """A running cluster that only we can log in to, which can be stopped and started again."""

    def __init__(
        self,
        tools: Tools,
        directory: Path,
        *,
        settings: Mapping[str, str] | None = None,
        port: int | None = None,
    ) -> None:
        self._tools = tools
        self._directory = directory
        self._settings = dict(settings or {})
        self._port = port or free_port()
        self._password = secrets.token_hex(16)
        # PostgreSQL refuses to run as root.
        self._user = _unprivileged_user() if os.geteuid() == 0 else None
        self._initialize()
        self.start()

    def start(self) -> None:
        """Returns when it answers."""
        self.server = Server(
            "PostgreSQL",
            self._command(),
            self._directory / "log",
            stop_signal=signal.SIGINT,  # disconnects everybody and ends
            user=self._user,
            directory=Path("/"),
        )
        self.server.wait_until(self._answers, START_LIMIT)

    def stop(self) -> None:
        """Everybody is disconnected, and nobody is let in."""
        self.server.stop()

    def create_database(self, name: str, owner: str = SUPERUSER) -> str:
        """Makes an empty database, and its owner if it has one of its own; returns its URL."""
        if owner != SUPERUSER:
            self.query("postgres", f"CREATE ROLE \"{owner}\" LOGIN PASSWORD '{self._password}'")
        self.query("postgres", f'CREATE DATABASE "{name}" OWNER "{owner}"')
        return f"postgresql://{owner}:{self._password}@127.0.0.1:{self._port}/{name}"

    def query(self, database: str, sql: str) -> str:
        """What a statement returns, a row a line."""
        return self._run(database, ["-c", sql]).strip()

    def run_file(self, database: str, file: Path, **variables: int) -> None:
        """Runs a script of psql's with its variables."""
        assignments = [
            part for name, value in variables.items() for part in ("-v", f"{name}={value}")
        ]
        self._run(database, [*assignments, "-f", str(file)])

    def _run(self, database: str, arguments: list[str]) -> str:
        result = subprocess.run(
            [*self._psql(database), *arguments],
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode != 0:
            raise Problem(f"PostgreSQL refused:\n{result.stderr.strip()}")
        return result.stdout

    def _psql(self, database: str, application: str = "psql") -> list[str]:
        connection = (
            f"host=127.0.0.1 port={self._port} user={SUPERUSER} dbname={database}"
            f" application_name='{application}'"
        )
        return [self._tools.psql, "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", connection]

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "PGPASSWORD": self._password, "PGTZ": "UTC"}

    def _answers(self) -> bool:
        try:
            return self.query("postgres", "SELECT 1") == "1"
        except Problem:
            return False

    def _initialize(self) -> None:
        self._directory.mkdir()
        password = self._directory / "password"
        password.write_text(self._password)
        password.chmod(0o600)
        if self._user:
            shutil.chown(self._directory, self._user)
            shutil.chown(password, self._user)
        result = subprocess.run(
            [self._tools.initdb, "-D", str(self._directory / "data"), "-U", SUPERUSER]
            + ["--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", f"--pwfile={password}"],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            **as_user(self._user),
        )
        if result.returncode != 0:
            raise Problem(
                f"PostgreSQL could not be set up in {self._directory}; is that readable"
                f" for the user {self._user or 'that you are'}?\n{result.stderr.strip()}"
            )

    def _command(self) -> list[str]:
        settings = {
            **self._settings,
            "port": str(self._port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [self._tools.postgres, "-D", str(self._directory / "data"), *options]


class Postgres(Cluster):
    """One with the settings of production, which measures as one that has run for a while."""

    def __init__(self, tools: Tools, directory: Path) -> None:
        super().__init__(tools, directory, settings=SETTINGS)
        self.query(
            "postgres",
            f"SELECT max(pg_logical_emit_message(false, '', repeat('-', {MESSAGE})))"
            f" FROM generate_series(1, {OLD_LOG // MESSAGE})",
        )
        self.make_log_reusable()

    def make_log_reusable(self) -> None:
        """Lets the log go on in files that it has already."""
        self.query("postgres", "CHECKPOINT")


def _unprivileged_user() -> str:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise Problem("PostgreSQL refuses to run as root, and there is no user postgres; add one.")
