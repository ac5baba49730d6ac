"""What load/memory does: visits many links, then asks for many codes that no link has."""

import argparse
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .bench import VISIT_LIMIT, Bench, Site, draw
from .heap import Heap, Objects
from .machine import describe
from .main import answerably, directory_in, refuse_unwritable, write
from .meter import tell
from .options import Options, command_line, number_in
from .problem import Problem
from .tools import LOAD, REPOSITORY, find_tools
from .wrk import Load, threads

DESCRIPTION = """\
Measures what known links take of the service's memory, and whether strangers' codes take any. The
service has a heap of 512 MB and a cache that holds all links, of 80 characters each.

  1  Every link is visited once; afterwards all of them are known.
  2  Every link is visited again: how many are found in memory.
  3  2,000,000 codes that no link has are asked for, each once, while a second client follows the
     2,000 links that are hot.

It starts what it needs and stops it again, as load/measure does."""

EPILOG = """\
Exits 1 when not every link is known after its visit, memory ran out, clicks are missing or too many,
codes of no link make the heap grow by more than 20 MB or drive out more than 1 % of the links, or
hot links are missed in more than 0.1 % of their visits; 2 when an option is wrong.

examples:
  load/memory                                 all, about a quarter of an hour
  load/memory --links 50000 --unknown 100000 --output /tmp/memory.txt"""

HEAP = "512m"
URL_LENGTH = 80
CODE_LENGTH = 6
HOT_LINKS = 2_000
HOT_CONNECTIONS = 4
CONNECTIONS = 64

# A cache that is full to the last byte drops links while it sorts out which.
SPARE = 1.03

MOST_GROWTH = 20_000_000
MOST_FORGOTTEN = 0.01
MOST_MISSED = 0.001

HITS = 'link_cache_lookups_total{result="hit"}'
MISSES = 'link_cache_lookups_total{result="miss"}'
STALE = 'link_cache_lookups_total{result="stale"}'
KNOWN = "link_cache_links"


@dataclass(frozen=True)
class Lookups:
    """How visits found their links."""

    hits: int
    others: int

    @classmethod
    def of(cls, site: Site) -> "Lookups":
        """Since the service was started."""
        metric = site.service.metric
        return cls(metric(HITS), metric(MISSES) + metric(STALE))

    def since(self, before: "Lookups") -> "Lookups":
        """The difference."""
        return Lookups(self.hits - before.hits, self.others - before.others)

    @property
    def rate(self) -> float:
        """The share of hits."""
        return self.hits / max(1, self.hits + self.others)


@dataclass
class Findings:
    """Lines for the reader, and what is wrong."""

    lines: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def say(self, name: str, value: str) -> None:
        """One more line."""
        self.lines.append(f"{name:<64}{value:>18}")
        tell(f"{name}: {value}")

    def expect(self, holds: bool, otherwise: str) -> None:
        """Remembers what does not hold."""
        if not holds:
            self.wrong.append(f"WRONG: {otherwise}")


def main() -> int:
    """Runs what was asked for and returns the exit status."""
    given = _parser().parse_args(sys.argv[1:])
    return answerably("memory", lambda: _run(given))


def _run(given: argparse.Namespace) -> int:
    tools = find_tools(given.jar)
    refuse_unwritable(given.output)
    options = Options(
        part="memory",
        seconds=given.seconds,
        pairs=0,
        warm_up=0,
        table_connections=[],
        pair_connections=[],
        million=True,
        links=given.links,
        events=given.links,
        jvm_options=[f"-Xmx{HEAP}"],
        jar=given.jar,
        directory=given.directory,
        output=given.output,
    )
    findings = Findings()
    cache = round(given.links * link_weight() * SPARE)
    with directory_in(given.directory) as directory, Bench(tools, options, directory) as bench:
        machine = describe(tools, options, bench.postgres)
        with bench.large({"LINK_CACHE_SIZE": f"{cache}B"}) as site:
            heap = Heap(tools, site.service.server.pid)
            findings.say("LINK_CACHE_SIZE", f"{cache:,} B")
            _visit_twice(bench, site, heap, findings)
            _meet_strangers(bench, site, heap, findings, given.unknown)
            out = site.service.server.said("OutOfMemoryError")
            findings.expect(not out, "the log has an OutOfMemoryError.")
    verdict = findings.wrong or ["All of it is as it should be."]
    text = "\n".join([machine, "", *findings.lines, "", *verdict]) + "\n"
    print(text, end="")
    write(given.output, text)
    return 1 if findings.wrong else 0


def link_weight() -> int:
    """What the cache takes a link for, in bytes."""
    source = REPOSITORY / "src/main/java/io/shortener/redirect/KnownLink.java"
    match = re.search(r"\bENTRY_BYTES = (\d+);", source.read_text())
    if not match:
        raise Problem(f"{source} does not say what an entry takes.")
    return int(match.group(1)) + CODE_LENGTH + URL_LENGTH


def _visit_twice(bench: Bench, site: Site, heap: Heap, findings: Findings) -> None:
    # Classes are loaded and pools are filled by these; they are no link's.
    bench.wrk.run(site.target.url, _strangers(), CONNECTIONS, bench.options.seconds)
    findings.say("Heap after GC, nothing visited", _mb(heap.used()))
    before = heap.objects()
    _visit(bench, site, findings)
    known = site.service.metric(KNOWN)
    findings.say("Links known after one visit to each", f"{known:,}")
    findings.expect(known == site.links, f"{known:,} of {site.links:,} links are known.")
    findings.say("Heap after GC", _mb(heap.used()))
    findings.say("RSS", _mb(site.service.server.resident_memory()))
    for name, value in _entry(before, heap.objects(), site.links):
        findings.say(name, value)
    findings.say("  as the cache weighs it", f"{link_weight()} B")
    start = Lookups.of(site)
    _visit(bench, site, findings)
    findings.say("Hit rate of the second visit", _percent(Lookups.of(site).since(start).rate))


def _visit(bench: Bench, site: Site, findings: Findings) -> None:
    recorded = bench.visit_all(site, CONNECTIONS)
    findings.expect(
        recorded.holds,
        f"{recorded.acknowledged:,} clicks acknowledged, {recorded.events:,} recorded,"
        f" {recorded.counts:,} counted.",
    )


def _entry(before: Objects, after: Objects, links: int) -> Iterator[tuple[str, str]]:
    """What a known link takes, and the classes that take it."""
    grown = after.total - before.total
    yield "A known link takes", f"{grown / links:.0f} B"
    sizes = after.bytes.copy()
    sizes.subtract(before.bytes)
    for name, size in sizes.most_common(9):
        number = (after.count[name] - before.count[name]) / links
        if size >= links:
            yield f"  {number:.2f} {name}", f"{size / links:.1f} B"


def _meet_strangers(
    bench: Bench, site: Site, heap: Heap, findings: Findings, unknown: int
) -> None:
    hot = Path(f"{site.codes}.hot")
    hot.write_text(site.codes.read_text()[: HOT_LINKS * (CODE_LENGTH + 1)])
    _follow_hot(bench, site, hot, findings, "before")
    known = site.service.metric(KNOWN)
    used = heap.used()
    findings.say("Heap after GC, before codes of no link", _mb(used))

    start = Lookups.of(site)
    url = site.target.url
    tell(f"asking for {unknown:,} codes that no link has")
    with bench.wrk.beside(url, draw(hot, HOT_CONNECTIONS), HOT_CONNECTIONS, VISIT_LIMIT) as end:
        strangers = bench.wrk.run_through(url, _strangers(unknown), CONNECTIONS, VISIT_LIMIT)
        visits = end()
    hits = Lookups.of(site).since(start).hits
    findings.say("Codes of no link", f"{strangers.refused:,}")
    findings.say("  a second", f"{strangers.rate:,.0f}")
    # Some of them are a link's by chance.
    chance = 2 * strangers.count * site.links / 62**CODE_LENGTH + 10
    findings.expect(
        strangers.unanswered == 0 and strangers.good <= chance,
        f"{strangers.good:,} codes of no link led somewhere,"
        f" {strangers.unanswered:,} were not answered.",
    )
    findings.say("Hot links visited meanwhile", f"{visits.count:,}")
    # Whoever asked for a code of no link was not found in memory: all hits are of hot links.
    _judge_hot(findings, "during", min(1.0, hits / visits.count), visits.refused)

    grown = heap.used() - used
    findings.say("Heap after GC, after codes of no link", _mb(used + grown))
    findings.expect(grown <= MOST_GROWTH, f"the heap has grown by {_mb(grown)}.")
    left = site.service.metric(KNOWN)
    findings.say("Links known after codes of no link", f"{left:,}")
    findings.expect(
        left >= known * (1 - MOST_FORGOTTEN), f"of {known:,} known links {left:,} are left."
    )
    _follow_hot(bench, site, hot, findings, "after")


def _follow_hot(bench: Bench, site: Site, hot: Path, findings: Findings, when: str) -> None:
    start = Lookups.of(site)
    load = draw(hot, HOT_CONNECTIONS)
    visits = bench.wrk.run(site.target.url, load, HOT_CONNECTIONS, bench.options.seconds)
    _judge_hot(findings, when, Lookups.of(site).since(start).rate, visits.refused)


def _judge_hot(findings: Findings, when: str, rate: float, refused: int) -> None:
    findings.say(f"Hit rate of hot links {when}", _percent(rate))
    findings.expect(
        1 - rate <= MOST_MISSED, f"hot links were missed in {_percent(1 - rate)} of visits {when}."
    )
    findings.expect(refused == 0, f"{refused:,} visits to hot links were refused {when}.")


def _strangers(number: int | None = None) -> Load:
    """Codes of no link: so many, or without end."""
    arguments = (str(threads(CONNECTIONS)), str(random.randrange(62**CODE_LENGTH)))
    return Load("unknown.lua", arguments if number is None else (*arguments, str(number)))


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def _percent(share: float) -> str:
    return f"{100 * share:.3f} %"


def _parser() -> argparse.ArgumentParser:
    parser = command_line("load/memory", DESCRIPTION, EPILOG)
    add = parser.add_argument
    links, unknown = number_in(HOT_LINKS, 1_000_000), number_in(1000, 100_000_000)
    add("--links", type=links, default=1_000_000, metavar="N", help="to visit (1000000)")
    add("--unknown", type=unknown, default=2_000_000, metavar="N", help="codes (2000000)")
    add(
        "--seconds",
        type=number_in(1, 600),
        default=10,
        metavar="N",
        help="for hot links alone, and for codes of no link before anything is measured (10)",
    )
    kept = "where to keep data while measuring (the system's temporary directory)"
    add("--directory", type=Path, metavar="DIR", help=kept)
    add(
        "--output",
        type=Path,
        default=LOAD / "results" / "memory.txt",
        metavar="FILE",
        help="write this file instead of load/results/memory.txt",
    )
    return parser
