"""One measurement: wrk's numbers, what they cost, and whether every click was recorded."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from .clicks import Ledger, Recorded
from .postgres import Postgres
from .processes import Server
from .service import Service
from .wrk import Answers, Load, Wrk


@dataclass(frozen=True)
class Target:
    """Who is asked; the service comes with its database, nginx with neither."""

    url: str
    server: Server
    service: Service | None = None
    ledger: Ledger | None = None


@dataclass(frozen=True)
class Line:
    """What is measured."""

    name: str
    target: Target
    load: Load
    clicks: bool = False
    unknown: bool = False  # 404 is the right answer


@dataclass(frozen=True)
class Measurement:
    """What came out; CPU is in seconds for 1,000 requests, memory in bytes."""

    name: str
    connections: int
    answers: Answers
    errors: int
    server_cpu: float
    postgres_cpu: float
    client_cpu: float
    server_memory: int
    postgres_memory: int
    recorded: Recorded | None


class Meter:
    """Measures one line after the other."""

    def __init__(self, wrk: Wrk, postgres: Postgres) -> None:
        self._wrk = wrk
        self._postgres = postgres.server

    def warm_up(self, line: Line, connections: int, seconds: int) -> None:
        """Asks without looking at the answers."""
        self._wrk.run(line.target.url, line.load, connections, seconds)

    def measure(self, line: Line, connections: int, seconds: int) -> Measurement:
        """Asks, and takes the costs before and after."""
        tell(f"{line.name}, {connections} connections")
        target = line.target
        ledger = target.ledger if line.clicks else None
        before = ledger.settled() if ledger else None
        failures = target.service.server_errors() if target.service else 0
        server, postgres = target.server.cpu_seconds(), self._postgres.cpu_seconds()
        answers = self._wrk.run(target.url, line.load, connections, seconds)
        # What is under way belongs to the costs; doing nothing costs next to nothing.
        time.sleep(0.5)
        server = target.server.cpu_seconds() - server
        postgres = self._postgres.cpu_seconds() - postgres
        failures = (target.service.server_errors() if target.service else 0) - failures
        return Measurement(
            name=line.name,
            connections=connections,
            answers=answers,
            errors=answers.good + failures if line.unknown else answers.refused,
            server_cpu=1000 * server / answers.count,
            postgres_cpu=1000 * postgres / answers.count,
            client_cpu=1000 * answers.client_cpu / answers.count,
            server_memory=target.server.memory(),
            postgres_memory=self._postgres.memory(),
            recorded=ledger.recorded(before, answers.good, uncertain(answers, connections))
            if ledger and before
            else None,
        )


def uncertain(answers: Answers, connections: int) -> int:
    """How many clicks may be recorded beyond those that were acknowledged."""
    return connections + answers.refused + answers.unanswered


def tell(what: str) -> None:
    """Says what is going on, beside the results."""
    print(f"{Path(sys.argv[0]).name}: {what}", file=sys.stderr, flush=True)
