"""What the parts of a list cost, from the first to the last."""

import argparse
import http.client
import json
import random
import re
import statistics
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator

DESCRIPTION = """\
Reads a list of a running service to its end with limit and cursor, and prints how long its parts took in
milliseconds: the middle of each tenth of them. Every row must come once, and as many as --rows says."""

EPILOG = """\
Beside it stands what the page with the same rows took, read with page and per_page.

With --changing the list of links is read once more while another client makes links and deletes some of
those that were there and some of its own, one after the other: every link that was there before and
after must come, and none twice. It leaves the database with other links than before.

Exits 1 when an answer is not the one hoped for, when a row comes twice or rows are missing, or when the
last tenth took more than twice as long as the first.

example:
  PORT=8080 DATABASE_HOST=localhost DATABASE_NAME=plans java -jar target/shortener.jar server config.yml &
  load/paging --rows 1000000 --changing
  load/paging /events?event_type=scan"""

NEXT = re.compile(r'<([^>]+)>; rel="next"')
WARM_UP = 5
TENTHS = 10
MOST = 2.0


def main() -> int:
    """Reads, and says how long it took."""
    options = _options()
    connection = _connect(options.url)
    first = options.list + ("&" if "?" in options.list else "?")
    for _ in range(WARM_UP):
        _ask(connection, f"{first}limit={options.limit}")
    times, seen = _read(connection, f"{first}limit={options.limit}")
    if options.rows is not None and len(seen) != options.rows:
        sys.exit(f"paging: {len(seen)} rows came, not {options.rows}.")
    print(f"{options.list}: {len(seen)} rows in {len(times)} parts of {options.limit}")
    print(f"{'milliseconds':<28}{'cursor':>10}{'page':>10}")
    middles = []
    for tenth in range(TENTHS):
        part = times[len(times) * tenth // TENTHS : len(times) * (tenth + 1) // TENTHS]
        if part:
            middles.append(statistics.median(part))
            page = 1 + len(times) * (2 * tenth + 1) // (2 * TENTHS)
            paged, _, _ = _ask(connection, f"{first}page={page}&per_page={options.limit}")
            print(f"{f'part {page}':<28}{middles[-1]:10.1f}{paged:10.1f}")
    if options.changing:
        _read_while_changing(connection, options, f"{first}limit={options.limit}", seen)
    return 0 if middles[-1] <= MOST * middles[0] else 1


def _read_while_changing(
    connection: http.client.HTTPConnection, options: argparse.Namespace, path: str, before: set[int]
) -> None:
    changes = _Changes(_connect(options.url), sorted(before))
    changes.start()
    try:
        _, seen = _read(connection, path)
    finally:
        changes.end()
    missed = before - changes.deleted - seen
    strange = seen - before - changes.made
    if missed or strange:
        sys.exit(f"paging: {len(missed)} rows that stayed were missed, {len(strange)} came from nowhere.")
    print(
        f"Once more while {len(changes.made)} links were made and {len(changes.deleted)} deleted: "
        f"{len(seen)} rows, each once; the {len(before - changes.deleted)} that stayed are among them."
    )


class _Refused(Exception):
    """A change was not made."""


class _Changes(threading.Thread):
    """Makes and deletes links until it is ended."""

    def __init__(self, connection: http.client.HTTPConnection, there: list[int]) -> None:
        super().__init__()
        self.made: set[int] = set()
        self.deleted: set[int] = set()
        self._connection = connection
        self._there = there
        self._goes_on = True
        self._problem = ""

    def run(self) -> None:
        """Changes, until it is ended or an answer is not the one hoped for."""
        try:
            own: list[int] = []
            while self._goes_on:
                own.append(self._make())
                self._remove(random.choice(self._there))
                if random.random() < 0.5:
                    self._remove(own.pop(random.randrange(len(own))))
        except _Refused as refused:
            self._problem = str(refused)

    def end(self) -> None:
        """Has it end, and ends the program unless every change was made."""
        self._goes_on = False
        self.join()
        if self._problem:
            sys.exit(self._problem)

    def _make(self) -> int:
        link = {"original_url": "https://example.com/made-meanwhile"}
        made = json.loads(self._change("POST", "/urls", 201, json.dumps(link)))["id"]
        self.made.add(made)
        return made

    def _remove(self, link: int) -> None:
        if link not in self.deleted:
            self.deleted.add(link)
            self._change("DELETE", f"/urls/{link}", 204)

    def _change(self, method: str, path: str, status: int, body: str = "") -> str:
        headers = {"Content-Type": "application/json"} if body else {}
        self._connection.request(method, path, body or None, headers)
        response = self._connection.getresponse()
        answer = response.read().decode()
        if response.status != status:
            raise _Refused(f"paging: {method} {path} answers {response.status}: {answer}")
        return answer


def _connect(url: str) -> http.client.HTTPConnection:
    service = urllib.parse.urlsplit(url)
    return http.client.HTTPConnection(service.hostname, service.port, timeout=60)


def _read(connection: http.client.HTTPConnection, path: str) -> tuple[list[float], set[int]]:
    """How long each part of a list took, and the ids of all its rows."""
    times: list[float] = []
    seen: set[int] = set()
    rows = 0
    for took, ids in _parts(connection, path):
        times.append(took)
        rows += len(ids)
        seen.update(ids)
    if len(seen) != rows:
        sys.exit(f"paging: {rows - len(seen)} rows came twice.")
    return times, seen


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="load/paging",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("list", nargs="?", default="/urls", metavar="PATH", help="with its filters (/urls)")
    add("--url", default="http://localhost:8080", metavar="URL", help="(http://localhost:8080)")
    add("--limit", type=int, default=1000, metavar="N", help="rows of a part (1000)")
    add("--rows", type=int, metavar="N", help="how many the list has (not checked)")
    add("--changing", action="store_true", help="read the links once more while they change")
    options = parser.parse_args()
    if options.changing and urllib.parse.urlsplit(options.list).path != "/urls":
        parser.error("--changing is for /urls.")
    return options


def _parts(
    connection: http.client.HTTPConnection, path: str
) -> Iterator[tuple[float, list[int]]]:
    while path:
        took, ids, path = _ask(connection, path)
        yield took, ids


def _ask(connection: http.client.HTTPConnection, path: str) -> tuple[float, list[int], str]:
    """How long it took, the ids of the rows, and the path of those behind them or nothing."""
    start = time.perf_counter()
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    took = (time.perf_counter() - start) * 1000
    if response.status != 200:
        sys.exit(f"paging: {path} answers {response.status}: {body.decode()}")
    link = NEXT.fullmatch(response.headers.get("Link", ""))
    following = urllib.parse.urlsplit(link[1])._replace(scheme="", netloc="").geturl() if link else ""
    return took, [row["id"] for row in json.loads(body)], following


if __name__ == "__main__":
    sys.exit(main())
