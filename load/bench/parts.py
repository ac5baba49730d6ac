"""What is measured, in which order, part by part."""

import random
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .bench import Bench, Site, draw, redirects
from .clicks import Recorded
from .meter import Line, Measurement
from .service import knows
from .wrk import Load, threads

PER_PAGE = 20
DEEP_PAGE = 1_000

RELAXED = "CLICKS_DURABILITY"


@dataclass(frozen=True)
class Row:
    """A measurement and nginx with as many connections, shortly before."""

    measured: Measurement
    ceiling: Measurement

    @property
    def ratio(self) -> float:
        """The share of nginx's requests a second."""
        return self.measured.answers.rate / self.ceiling.answers.rate


@dataclass(frozen=True)
class Series:
    """Two measurements in turns, the second as a share of the first."""

    title: str
    label: str
    base: str  # what the label is compared with
    rows: list[Row]

    @property
    def median(self) -> float:
        """The median of the ratios."""
        return statistics.median(row.ratio for row in self.rows)


@dataclass
class Results:
    """All that a run found out."""

    table: list[Row] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)
    visits: list[Recorded] = field(default_factory=list)

    def recorded(self) -> list[Recorded]:
        """Of every run of redirects, what it left behind."""
        pairs = [row for series in self.series for row in series.rows]
        measurements = [row.measured for row in self.table + pairs]
        measurements += [row.ceiling for row in pairs]
        return self.visits + [m.recorded for m in measurements if m.recorded]


def table(bench: Bench, results: Results) -> None:
    """Every kind of request at every number of connections."""
    with bench.fresh() as site:
        bench.warm_up(site, max(bench.options.table_connections))
        lines = [_health, _one_link, redirects, _unknown, _shorten]
        if not bench.options.million:
            lines[-1:] = [*_lists(bench, site), _shorten]
        results.table += _rows(bench, site, lines)
    if bench.options.million:
        with bench.large() as site:
            bench.warm_up(site, max(bench.options.table_connections))
            results.table += _rows(bench, site, [redirects, *_lists(bench, site)])


def pairs(bench: Bench, results: Results) -> None:
    """Redirects of a few links beside nginx."""
    _beside_nginx(bench, results, "Redirects and nginx in turns", "redirects")


def relaxed(bench: Bench, results: Results) -> None:
    """The same when visitors do not wait for the disk."""
    title = "The same with CLICKS_DURABILITY=relaxed"
    if not knows(RELAXED):
        title += " (which config.yml does not read: these clicks were as durable as before)"
    settings = {RELAXED: "relaxed"}
    _beside_nginx(bench, results, title, "redirects, relaxed", settings)


def million(bench: Bench, results: Results) -> None:
    """Redirects of a million links, all of them visited before, beside those of a few."""
    options = bench.options
    title = f"{options.links:,} links, {options.events:,} events, and a fresh database in turns"
    with bench.fresh() as fresh, bench.large() as large:
        for connections in options.pair_connections:
            bench.warm_up(fresh, connections)
            results.visits.append(bench.visit_all(large, connections))
            few, many = redirects(fresh, connections), redirects(large, connections)
            rows = _turns(bench, few, many, connections)
            label = f"redirects, {options.links:,} links"
            results.series.append(Series(title, label, "2,000 links", rows))


def versions(bench: Bench, results: Results) -> None:
    """Redirects of a few links, by another version and by this one."""
    access = {"ACCESS": bench.options.access}
    with bench.fresh(other=True) as other, bench.fresh(access) as own:
        for connections in bench.options.pair_connections:
            bench.warm_up(other, connections)
            bench.warm_up(own, connections)
            lines = [redirects(site, connections) for site in (other, own)]
            rows = _turns(bench, lines[0], lines[1], connections)
            title = "This version and another in turns"
            results.series.append(Series(title, "redirects", "the other version", rows))


# All that `all` stands for.
PARTS: dict[str, Callable[[Bench, Results], None]] = {
    "table": table,
    "pairs": pairs,
    "relaxed": relaxed,
    "million": million,
}
OTHER_PARTS = {"versions": versions}


def _beside_nginx(
    bench: Bench, results: Results, title: str, label: str, settings: dict[str, str] | None = None
) -> None:
    with bench.fresh(settings) as site:
        for connections in bench.options.pair_connections:
            bench.warm_up(site, connections)
            nginx = bench.ceiling(site.codes, connections)
            rows = _turns(bench, nginx, redirects(site, connections), connections)
            results.series.append(Series(title, label, "nginx", rows))


def _turns(bench: Bench, first: Line, second: Line, connections: int) -> list[Row]:
    def measure(line: Line) -> Measurement:
        return bench.meter.measure(line, connections, bench.options.seconds)

    rows = []
    for _ in range(bench.options.pairs):
        ceiling = measure(first)
        rows.append(Row(measure(second), ceiling))
    return rows


def _rows(bench: Bench, site: Site, lines: list[Callable[[Site, int], Line]]) -> Iterator[Row]:
    seconds = bench.options.seconds
    for connections in bench.options.table_connections:
        nginx = bench.ceiling(site.codes, connections)
        ceiling = bench.meter.measure(nginx, connections, seconds)
        yield Row(ceiling, ceiling)
        for line_of in lines:
            line = line_of(site, connections)
            bench.meter.warm_up(line, connections, max(1, seconds // 4))
            yield Row(bench.meter.measure(line, connections, seconds), ceiling)


def _path(site: Site, path: str) -> Line:
    return Line(f"GET {path}", site.target, Load("report.lua", path=path))


def _health(site: Site, _: int) -> Line:
    return _path(site, "/health")


def _one_link(site: Site, connections: int) -> Line:
    code = Path(f"{site.codes}.one")
    code.write_text(site.codes.read_text()[:7])
    return Line("GET /{code}, one link", site.target, draw(code, connections), clicks=True)


def _unknown(site: Site, connections: int) -> Line:
    first = random.randrange(62**6)
    load = Load("unknown.lua", (str(threads(connections)), str(first)))
    return Line("GET /{code}, unknown", site.target, load, unknown=True)


def _shorten(site: Site, _: int) -> Line:
    return Line("POST /shorten", site.target, Load("shorten.lua"))


def _lists(bench: Bench, site: Site) -> list[Callable[[Site, int], Line]]:
    """The first and a deep page of both lists."""

    def page(name: str, number: int) -> Callable[[Site, int], Line]:
        return lambda site, _: _path(site, f"/{name}?page={number}&per_page={PER_PAGE}")

    pages = []
    for name, table in (("urls", "urls"), ("events", "all_events")):
        rows = int(bench.postgres.query(site.database, f"SELECT count(*) FROM {table}"))
        deep = max(1, min(DEEP_PAGE, rows // PER_PAGE))
        pages += [page(name, 1), page(name, deep)]
    return pages
