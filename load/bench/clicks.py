"""Whether every click that a visitor was redirected for is in the database."""

import time
from dataclasses import dataclass

from .postgres import Postgres

# What the database says of clicks: a row for each, and the counts of their links.
EVENTS = "SELECT count(*) FROM clicks"
COUNTS = "SELECT coalesce(sum(clicks), 0) FROM click_counts"

PATIENCE = 30.0


@dataclass(frozen=True)
class Clicks:
    """Click events, and the sum of all links' counts."""

    events: int
    counts: int


@dataclass(frozen=True)
class Recorded:
    """What one run of redirects left behind.

    More may be recorded than was acknowledged: what was under way when the client stopped, and what
    was answered 503 or not in time, of which nobody knows. Fewer may not.
    """

    acknowledged: int
    events: int
    counts: int
    uncertain: int

    @property
    def holds(self) -> bool:
        """Whether every redirect is recorded, and nothing that nobody asked for."""
        most = self.acknowledged + self.uncertain
        return all(self.acknowledged <= n <= most for n in (self.events, self.counts))


class Ledger:
    """The clicks of one database."""

    def __init__(self, postgres: Postgres, database: str) -> None:
        self._postgres = postgres
        self._database = database

    def read(self) -> Clicks:
        """What is committed now."""
        return Clicks(
            int(self._postgres.query(self._database, EVENTS)),
            int(self._postgres.query(self._database, COUNTS)),
        )

    def settled(self) -> Clicks:
        """What is committed when nothing is added any more."""
        return self._settled(Clicks(0, 0))

    def recorded(self, before: Clicks, acknowledged: int, uncertain: int) -> Recorded:
        """What came to it; waits for clicks that are still to be committed."""
        expected = Clicks(before.events + acknowledged, before.counts + acknowledged)
        after = self._settled(expected)
        return Recorded(
            acknowledged, after.events - before.events, after.counts - before.counts, uncertain
        )

    def _settled(self, expected: Clicks) -> Clicks:
        end = time.monotonic() + PATIENCE
        last, now = None, self.read()
        while time.monotonic() < end:
            enough = now.events >= expected.events and now.counts >= expected.counts
            if enough and now == last:
                break
            time.sleep(0.5)
            last, now = now, self.read()
        return now
