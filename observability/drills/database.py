"""The service's PostgreSQL, one that can be stopped and slowed down."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
from pathlib import Path

from bench.problem import Problem
from bench.processes import Server, as_user

from .programs import Programs

SUPERUSER = "postgres"
ROLE = "shortener"
SESSION = "drill session"
START_LIMIT = 60.0


class Database:
    """A cluster of our own with a database and a role for the service."""

    def __init__(self, programs: Programs, directory: Path, port: int) -> None:
        self._programs = programs
        self._directory = directory
        self._port = port
        self._password = secrets.token_hex(16)
        # PostgreSQL refuses to run as root.
        self._user = _unprivileged_user() if os.geteuid() == 0 else None
        self._server: Server | None = None
        self._sessions: list[Server] = []
        self._initialize()

    @property
    def url(self) -> str:
        """What the service logs in with."""
        return f"postgresql://{ROLE}:{self._password}@127.0.0.1:{self._port}/{ROLE}"

    def start(self) -> None:
        """Returns when it answers."""
        if self._server:
            return
        self._server = Server(
            "PostgreSQL",
            self._command(),
            self._directory / "log",
            stop_signal=signal.SIGINT,  # disconnects everybody and ends
            user=self._user,
            directory=Path("/"),
        )
        self._server.wait_until(self._answers, START_LIMIT)
        if not self.query(f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'", "postgres"):
            self._create_service_database()

    def stop(self) -> None:
        """Everybody is disconnected, and nobody is let in."""
        for session in self._sessions:
            session.stop()
        self._sessions.clear()
        if self._server:
            self._server.stop()
            self._server = None

    def query(self, sql: str, database: str = ROLE) -> list[str]:
        """What a statement returns, a row a line."""
        result = subprocess.run(
            self._psql(sql, database, "drill"),
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode != 0:
            raise Problem(f"PostgreSQL refused:\n{result.stderr.strip()}")
        return result.stdout.splitlines()

    def hold(self, table: str, again_and_again_for: float | None = None) -> None:
        """Somebody needs a table alone until the sessions are ended, or for some seconds at a time:
        whoever reads it waits."""
        lock = f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"
        if again_and_again_for is None:
            self._begin_session(f"BEGIN; {lock}; SELECT pg_sleep(86400)")
        else:
            pause = f"PERFORM pg_sleep({again_and_again_for})"
            self._begin_session(f"DO $$ BEGIN LOOP {lock}; {pause}; COMMIT; END LOOP; END $$")

    def end_sessions(self) -> None:
        """Takes back all that they hold."""
        self.disconnect(SESSION)
        for session in self._sessions:
            session.stop()
        self._sessions.clear()

    def disconnect(self, application: str) -> None:
        """Ends the connections of those who call themselves so."""
        self.query(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            f" WHERE application_name = '{application}'"
        )

    def _begin_session(self, sql: str) -> None:
        self._sessions.append(
            Server(
                "a session of PostgreSQL",
                self._psql(sql, ROLE, SESSION),
                self._directory / "sessions",
                environment=self._environment(),
            )
        )

    def _create_service_database(self) -> None:
        """An empty one that belongs to a role without any other right."""
        self.query(f"CREATE ROLE {ROLE} LOGIN PASSWORD '{self._password}'", "postgres")
        self.query(f"CREATE DATABASE {ROLE} OWNER {ROLE}", "postgres")

    def _psql(self, sql: str, database: str, application: str) -> list[str]:
        connection = (
            f"host=127.0.0.1 port={self._port} user={SUPERUSER} dbname={database}"
            f" application_name='{application}'"
        )
        options = ["-XAtq", "-v", "ON_ERROR_STOP=1", "-d", connection]
        return [self._programs.psql, *options, "-c", sql]

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "PGPASSWORD": self._password}

    def _answers(self) -> bool:
        try:
            return self.query("SELECT 1", "postgres") == ["1"]
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
            [self._programs.initdb, "-D", str(self._directory / "data"), "-U", SUPERUSER]
            + ["--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", f"--pwfile={password}"],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            **as_user(self._user),
        )
        if result.returncode != 0:
            raise Problem(f"PostgreSQL could not be set up:\n{result.stderr.strip()}")

    def _command(self) -> list[str]:
        settings = {
            "port": str(self._port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [self._programs.postgres, "-D", str(self._directory / "data"), *options]


def _unprivileged_user() -> str:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise Problem("PostgreSQL refuses to run as root, and there is no user postgres; add one.")
