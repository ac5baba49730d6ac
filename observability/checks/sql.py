"""The dashboards' statements, run by the role that runs them in Grafana."""

import os
import re
import secrets
import subprocess
from collections.abc import Iterable
from pathlib import Path

from .dashboards import GRAFANA, Query
from .findings import Findings
from .stack import Service

LARGE = ("clicks", "events", "urls", "users", "click_counts")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
RANGE = "now() - interval '5 years' AND now()"
FORBIDDEN = (
    "SELECT email FROM users",
    "SELECT details FROM events",
    "INSERT INTO clicks (url_id, short_code, original_url, timestamp) VALUES (1, '', '', now())",
    "UPDATE urls SET is_active = FALSE",
    "SELECT id FROM click_batches",
    "CREATE TABLE mine (id INT)",
)


class Database:
    """The service's embedded PostgreSQL, seen through psql."""

    def __init__(self, psql: str, service: Service) -> None:
        self._psql = psql
        self._port = service.database_port()
        self._passwords = {
            "postgres": (service.data / "postgres-password").read_text().strip(),
            "reader": secrets.token_hex(16),
        }

    def let_reader_in(self) -> None:
        """Makes the role, with the rights of reader.sql."""
        password = self._passwords["reader"]
        self.run("postgres", f"CREATE ROLE reader LOGIN PASSWORD '{password}'")
        self.run_file("postgres", GRAFANA / "reader.sql")

    def run(self, role: str, sql: str) -> str:
        """What a statement returns, a row a line. ValueError says why it returns nothing."""
        return self._run(role, "-c", sql)

    def run_file(self, role: str, file: Path) -> str:
        """The same of a file."""
        return self._run(role, "-f", str(file))

    def _run(self, role: str, *arguments: str) -> str:
        connection = f"host=localhost port={self._port} user={role} dbname=shortener"
        result = subprocess.run(
            [self._psql, "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", connection, *arguments],
            env={**os.environ, "PGPASSWORD": self._passwords[role], "PGTZ": "UTC"},
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode != 0:
            raise ValueError(result.stderr.strip())
        return result.stdout


def check_sql(database: Database, queries: Iterable[Query], findings: Findings) -> None:
    """Every statement finds something and can do so by an index, and nothing else is allowed."""
    database.let_reader_in()
    database.run("postgres", "ANALYZE")
    for query in queries:
        findings.check(query.where, _problems(database, expand(query.text)))
    findings.check("the dashboards' role may do nothing else", _liberties(database))


def expand(sql: str) -> str:
    """With Grafana's macros replaced as Grafana replaces them, for five years."""
    sql = re.sub(r"\$__timeFilter\((\w+)\)", rf"\1 BETWEEN {RANGE}", sql)

    def group(match: re.Match[str]) -> str:
        seconds = int(match[2]) * SECONDS[match[3]]
        return f"floor(extract(epoch from {match[1]})/{seconds})*{seconds}"

    return re.sub(r"\$__timeGroup\((\w+), *'(\d+)(\w)'\)", group, sql)


def _problems(database: Database, sql: str) -> Iterable[str]:
    try:
        rows = database.run("reader", sql)
        plan = database.run("reader", f"SET enable_seqscan = off; EXPLAIN {sql}")
    except ValueError as error:
        return [f"{error}\n{sql}"]
    if not rows.strip():
        return [f"found nothing:\n{sql}"]
    return [
        f"no index serves {table}:\n{plan}"
        for table in LARGE
        if re.search(rf"Seq Scan on {table}\b", plan)
    ]


def _liberties(database: Database) -> Iterable[str]:
    for sql in FORBIDDEN:
        try:
            database.run("reader", f"BEGIN READ WRITE; {sql}; COMMIT")
        except ValueError as error:
            if "permission denied" not in str(error):
                yield f"{error}: {sql}"
        else:
            yield f"allowed: {sql}"
