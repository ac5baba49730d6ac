"""What can go wrong: how each failure is caused for real, and how it is mended."""

import contextlib
from abc import ABC, abstractmethod
from typing import ClassVar

from .stack import READS, Stack
from .waiting import wait_for

STEP_LIMIT = 120.0


class Failure(ABC):
    """One thing that goes wrong. What it starts ends with it.

    `silent` is an alert that is held back meanwhile. What `lingers` has a rule that looks back for
    minutes: the next failures happen before its end is told.
    """

    alert: ClassVar[str]
    cause: ClassVar[str]
    silent: ClassVar[str] = ""
    lingers: ClassVar[bool] = False

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._until_mended = contextlib.ExitStack()

    def prepare(self) -> None:
        """Brings about what the failure meets; the time counts from its end."""

    @abstractmethod
    def inject(self) -> None:
        """Causes the failure."""

    def mend(self) -> None:
        """Does what an operator would; what was started for the failure ends."""
        self._until_mended.close()

    def _ask(self, *paths: str, number: int, pause: float = 0.0) -> None:
        clients = self._stack.clients(*paths, number=number, pause=pause)
        self._until_mended.callback(clients.stop)


class ServiceDown(Failure):
    """The process is gone from one moment to the next."""

    alert = "ServiceDown"
    cause = "SIGKILL of the service; mended by starting it"

    def inject(self) -> None:
        self._stack.service.kill()

    def mend(self) -> None:
        self._stack.service.start()


class ServiceDownInAnOutage(Failure):
    """The service is killed when the channel knows of its database: what it failed to do until
    then is old news."""

    alert = "ServiceDown"
    cause = "PostgreSQL stopped under 4 clients, SIGKILL when DatabaseDown is told; both started"
    silent = "AvailabilityBudgetBurn"

    def prepare(self) -> None:
        self._ask(*READS, number=4, pause=0.2)
        self._stack.database.stop()
        self._until_mended.callback(self._stack.database.start)
        wait_for("DatabaseDown is told", lambda: "DatabaseDown" in self._stack.told(), STEP_LIMIT)

    def inject(self) -> None:
        self._stack.service.kill()

    def mend(self) -> None:
        super().mend()
        self._stack.service.start()


class DatabaseStopped(Failure):
    """PostgreSQL is away; known links go on, and what needs it is refused."""

    def inject(self) -> None:
        self._stack.database.stop()

    def mend(self) -> None:
        self._stack.database.start()
        super().mend()


class DatabaseDown(DatabaseStopped):
    """No pool gets an answer; that nobody hears of changed links either goes without saying."""

    alert = "DatabaseDown"
    cause = "PostgreSQL stopped; started again"
    silent = "InvalidationLag"


class HighErrorRate(DatabaseStopped):
    """Whoever reads users gets 503."""

    alert = "HighErrorRate"
    cause = "PostgreSQL stopped under 4 clients that read users; started again"

    def prepare(self) -> None:
        self._ask(*READS, number=4, pause=0.2)


class ClickJournalGrowing(Failure):
    """A job holds the table of clicks: visitors are redirected, their clicks wait on the disk."""

    alert = "ClickJournalGrowing"
    cause = "clicks locked for good under 2 clients that follow known links; unlocked"

    def inject(self) -> None:
        self._stack.database.hold("clicks")
        self._ask(*self._stack.known_links(), number=2, pause=0.2)

    def mend(self) -> None:
        self._stack.database.end_sessions()
        super().mend()


class ClicksLost(DatabaseStopped):
    """Neither PostgreSQL nor the journal, which is full, takes a click."""

    alert = "ClicksLost"
    cause = "PostgreSQL stopped under 8 clients that fill the journal of 4 MiB; started again"
    lingers = True

    def prepare(self) -> None:
        self._ask(*self._stack.known_links(), number=8)


class HighLatency(Failure):
    """A job locks `users` for 1.9 seconds, again and again: all get answers, late."""

    alert = "HighLatency"
    cause = "users locked for 1.9 s again and again under 12 clients that read them; unlocked"

    def inject(self) -> None:
        self._stack.database.hold("users", again_and_again_for=1.9)
        # With the pause nobody slips in more than once between two locks.
        self._ask(*READS, number=12, pause=0.3)

    def mend(self) -> None:
        self._stack.database.end_sessions()
        super().mend()


class PoolExhausted(Failure):
    """A transaction that somebody forgot holds `users`: more wait than there are connections."""

    alert = "PoolExhausted"
    cause = "users locked for good under 40 clients that read them; unlocked"

    def inject(self) -> None:
        self._stack.database.hold("users")
        self._ask(*READS, number=40)

    def mend(self) -> None:
        self._stack.database.end_sessions()
        super().mend()


class HighCPU(Failure):
    """Clients fetch the whole list of links, compressed, one after the other; as many as may at a
    time, so that nobody waits for anything but the processor."""

    alert = "HighCPU"
    cause = "4 clients fetch all links; the service may use one processor; they stop"

    def inject(self) -> None:
        self._ask("/urls", number=4)


class InvalidationLag(Failure):
    """PostgreSQL lets nobody in any more, and the connection that hears of changes ends."""

    alert = "InvalidationLag"
    cause = "the role's connection limit set to 0, the listener disconnected; limit lifted"

    def inject(self) -> None:
        self._stack.database.rows("ALTER ROLE shortener CONNECTION LIMIT 0")
        self._stack.database.disconnect("shortener link changes")

    def mend(self) -> None:
        self._stack.database.rows("ALTER ROLE shortener CONNECTION LIMIT -1")


class RestartLoop(Failure):
    """The service ends soon after each start, and something starts it again."""

    alert = "RestartLoop"
    cause = "SIGKILL and start, 4 times; then left alone"
    lingers = True

    def inject(self) -> None:
        for _ in range(4):
            self._restart()

    def _restart(self) -> None:
        before = self._stack.seen_start()
        self._stack.service.kill()
        self._stack.service.start()
        wait_for(
            "Prometheus sees the start",
            lambda: self._stack.seen_start() not in (None, before),
            STEP_LIMIT,
        )


# What lingers comes early, and restarts that RestartLoop would count come late.
FAILURES: dict[str, type[Failure]] = {
    failure.__name__: failure
    for failure in (
        RestartLoop,
        HighErrorRate,
        DatabaseDown,
        HighLatency,
        HighCPU,
        ClicksLost,
        ClickJournalGrowing,
        InvalidationLag,
        PoolExhausted,
        ServiceDown,
        ServiceDownInAnOutage,
    )
}
