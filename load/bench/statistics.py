"""How long a client waits for statistics."""

import argparse
import http.client
import random
import sys
import time
import urllib.parse
from collections.abc import Iterator

DESCRIPTION = """\
Asks a running service for statistics, one question after the other, and prints how long it waits:
the middle, the 99th percentile and the longest, in milliseconds. The service's database is that of
load/plans, filled and rolled up; its links are asked for as often as they are clicked."""

EPILOG = """\
Each question is drawn: the default (30 days by day), a week by hour, a year by week, two years by month,
in UTC, Europe/Berlin, Asia/Kathmandu or America/St_Johns, up to a time at which the database has events.

Exits 1 when an answer is not 200, or when the 99th percentile is over --limit.

example:
  PORT=8080 DATABASE_HOST=localhost DATABASE_NAME=plans java -jar target/shortener.jar server config.yml &
  load/statistics --links 1000000"""

ZONES = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns"]
RANGES = [
    ("2025-11-02", "2025-12-02", "day"),
    ("2025-03-27", "2025-04-03", "hour"),
    ("2025-01-01", "2026-01-01", "week"),
    ("2024-01-01", "2026-01-01", "month"),
]


def main() -> int:
    """Asks, and says how long it took."""
    options = _options()
    random.seed(options.seed)
    service = urllib.parse.urlsplit(options.url)
    connection = http.client.HTTPConnection(service.hostname, service.port, timeout=30)
    kinds = {
        "/stats": lambda: "/stats",
        "/urls/{id}/stats, the link with the most clicks": lambda: "/urls/1/stats",
        "/urls/{id}/stats, links as they are clicked": lambda: (
            f"/urls/{1 + int(options.links * random.random() ** 4)}/stats"
        ),
    }
    print(f"{'milliseconds':<50}{'p50':>8}{'p99':>8}{'max':>8}")
    all_times: list[float] = []
    for label, path in kinds.items():
        for _ in range(20):
            _ask(connection, path() + next(_questions()))
        times = [_ask(connection, path() + next(_questions())) for _ in range(options.requests)]
        _print(label, times)
        all_times += times
    _print("all of these", all_times)
    return 0 if _percentile(all_times, 0.99) <= options.limit else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="load/statistics",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--url", default="http://localhost:8080", metavar="URL", help="(http://localhost:8080)")
    add("--links", type=int, default=1_000_000, metavar="N", help="in the database (1000000)")
    add("--requests", type=int, default=1000, metavar="N", help="of each kind (1000)")
    add("--seed", type=int, default=1, metavar="N", help="of the questions (1)")
    add("--limit", type=float, default=50, metavar="MS", help="for the 99th percentile (50)")
    return parser.parse_args()


def _questions() -> Iterator[str]:
    while True:
        since, until, interval = random.choice(RANGES)
        yield "?" + urllib.parse.urlencode(
            {"from": since, "to": until, "interval": interval, "tz": random.choice(ZONES)}
        )


def _ask(connection: http.client.HTTPConnection, path: str) -> float:
    start = time.perf_counter()
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        sys.exit(f"statistics: {path} answers {response.status}: {body.decode()}")
    return (time.perf_counter() - start) * 1000


def _percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def _print(label: str, times: list[float]) -> None:
    print(
        f"{label:<50}{_percentile(times, 0.5):8.1f}{_percentile(times, 0.99):8.1f}{max(times):8.1f}"
    )


if __name__ == "__main__":
    sys.exit(main())
