"""From the command line to the exit status."""

import contextlib
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.options import command_line
from bench.problem import Problem

from .dashboards import form, read_dashboards, unlinked
from .findings import Findings
from .live import check_names, check_queries, check_rules
from .load import Load
from .programs import Missing, Programs, find_programs
from .sql import Database, check_sql
from .stack import Prometheus, Service
from .static import check_static, tested_alerts

# Long enough for every rule, the slowest of which is computed every 15 s, and for an alert.
AT_WORK = 20.0
FROZEN = 18.0
AFTERWARDS = 15.0

FAILED, MISSING, INTERRUPTED = 1, 3, 130

DESCRIPTION = """\
Checks what the repository says of metrics, alerts and dashboards. First the files: Prometheus' and
Alertmanager's own checks, the tests of the rules, the form of the dashboards, the pages that alerts
and panels lead to. Then a service with an embedded database and a Prometheus run for a minute under
a small load, PostgreSQL stands still for 18 seconds of it, and every expression of every rule,
panel and annotation must have found something by then. The dashboards' SQL is run by a role with
the rights of grafana/reader.sql; that needs psql and is skipped without.
"""

EPILOG = "Exits 0 when all is well, 1 when something is not, 3 when a program is missing."


def main() -> int:
    """Runs what was asked for."""
    parser = command_line("observability/check", DESCRIPTION, EPILOG)
    parser.add_argument("--static", action="store_true", help="only the files, in a minute")
    options = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        return _check(find_programs(options.jar), options.static)
    except Missing as missing:
        print(f"check: something is missing; get it with:\n{missing}", file=sys.stderr)
        return MISSING
    except Problem as problem:
        print(f"check: {problem}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("check: interrupted; everything is stopped.", file=sys.stderr)
        return INTERRUPTED


def _check(programs: Programs, is_static: bool) -> int:
    findings = Findings()
    check_static(programs, findings)
    dashboards = read_dashboards()
    for dashboard in dashboards:
        findings.check(f"form of {dashboard.path.name}", form(dashboard))
    findings.check(
        "the page of every alert is linked from a panel",
        unlinked({name for name, _, _ in tested_alerts()}, dashboards),
    )
    if not is_static:
        queries = [query for dashboard in dashboards for query in dashboard.queries()]
        with _directory() as directory, contextlib.ExitStack() as running:
            service = Service(programs, directory)
            running.callback(service.stop)
            prometheus = Prometheus(programs, directory, service)
            running.callback(prometheus.stop)
            _say("The service works")
            with Load(service.port):
                time.sleep(AT_WORK)
                _say("PostgreSQL stands still")
                service.freeze_database(FROZEN)
                _say("The service works")
                time.sleep(AFTERWARDS)
            recorded = check_rules(prometheus, findings)
            expressions = [query for query in queries if not query.is_sql]
            check_names(prometheus, service.metrics(), recorded, expressions, findings)
            check_queries(prometheus, expressions, findings)
            statements = [query for query in queries if query.is_sql]
            if programs.psql:
                check_sql(Database(programs.psql, service), statements, findings)
            else:
                advice = "psql is not installed (apt-get install postgresql-client)"
                findings.skip(f"{len(statements)} statements of dashboards", advice)
    print(findings.summary())
    return FAILED if findings.failed else 0


@contextlib.contextmanager
def _directory() -> Iterator[Path]:
    """A directory for this run, removed at the end; PostgreSQL's user may pass through it."""
    with tempfile.TemporaryDirectory(prefix="shortener-check-") as name:
        directory = Path(name)
        directory.chmod(0o711)
        yield directory


def _say(what: str) -> None:
    print(f"        {what} ...", flush=True)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
