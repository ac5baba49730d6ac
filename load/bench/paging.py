"""What the parts of a list cost, from the first to the last."""

import argparse
import http.client
import json
import re
import statistics
import sys
import time
import urllib.parse
from collections.abc import Iterator

DESCRIPTION = """\
Reads a list of a running service to its end with limit and cursor, and prints how long its parts took in
milliseconds: the middle of each tenth of them. Every row must come once, and as many as --rows says."""

EPILOG = """\
Beside it stands what the page with the same rows took, read with page and per_page.

Exits 1 when an answer is not 200, when a row comes twice or rows are missing, or when the last tenth took
more than twice as long as the first.

example:
  PORT=8080 DATABASE_HOST=localhost DATABASE_NAME=plans java -jar target/shortener.jar server config.yml &
  load/paging --rows 1000000
  load/paging /events?event_type=scan"""

NEXT = re.compile(r'<([^>]+)>; rel="next"')
WARM_UP = 5
TENTHS = 10
MOST = 2.0


def main() -> int:
    """Reads, and says how long it took."""
    options = _options()
    service = urllib.parse.urlsplit(options.url)
    connection = http.client.HTTPConnection(service.hostname, service.port, timeout=60)
    first = options.list + ("&" if "?" in options.list else "?")
    for _ in range(WARM_UP):
        _ask(connection, f"{first}limit={options.limit}")
    times: list[float] = []
    seen: set[int] = set()
    rows = 0
    for took, ids in _parts(connection, f"{first}limit={options.limit}"):
        times.append(took)
        rows += len(ids)
        seen.update(ids)
    if len(seen) != rows:
        sys.exit(f"paging: {rows - len(seen)} rows came twice.")
    if options.rows is not None and rows != options.rows:
        sys.exit(f"paging: {rows} rows came, not {options.rows}.")
    print(f"{options.list}: {rows} rows in {len(times)} parts of {options.limit}")
    print(f"{'milliseconds':<28}{'cursor':>10}{'page':>10}")
    middles = []
    for tenth in range(TENTHS):
        part = times[len(times) * tenth // TENTHS : len(times) * (tenth + 1) // TENTHS]
        if part:
            middles.append(statistics.median(part))
            page = 1 + len(times) * (2 * tenth + 1) // (2 * TENTHS)
            paged, _, _ = _ask(connection, f"{first}page={page}&per_page={options.limit}")
            print(f"{f'part {page}':<28}{middles[-1]:10.1f}{paged:10.1f}")
    return 0 if middles[-1] <= MOST * middles[0] else 1


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
    return parser.parse_args()


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
