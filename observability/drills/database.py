"""The service's PostgreSQL, one that can be stopped and slowed down."""

from pathlib import Path

from bench.postgres import Cluster
from bench.processes import Server

from .programs import Programs

ROLE = "shortener"
SESSION = "drill session"


class Database(Cluster):
    """A cluster with a database that belongs to a role without any other right."""

    def __init__(self, programs: Programs, directory: Path, port: int) -> None:
        super().__init__(programs, directory, port=port)
        self._sessions: list[Server] = []
        self.url = self.create_database(ROLE, owner=ROLE)

    def stop(self) -> None:
        """Everybody is disconnected, and nobody is let in."""
        self._forget_sessions()
        super().stop()

    def rows(self, sql: str) -> list[str]:
        """What a statement returns from the service's database."""
        return self.query(ROLE, sql).splitlines()

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
        self._forget_sessions()

    def disconnect(self, application: str) -> None:
        """Ends the connections of those who call themselves so."""
        self.rows(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            f" WHERE application_name = '{application}'"
        )

    def _begin_session(self, sql: str) -> None:
        self._sessions.append(
            Server(
                "a session of PostgreSQL",
                [*self._psql(ROLE, SESSION), "-c", sql],
                self._directory / "sessions",
                environment=self._environment(),
            )
        )

    def _forget_sessions(self) -> None:
        for session in self._sessions:
            session.stop()
        self._sessions.clear()
