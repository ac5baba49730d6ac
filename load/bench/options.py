"""What a user can ask for."""

import argparse
import shlex
from dataclasses import dataclass
from pathlib import Path

from .tools import LOAD, REPOSITORY

DESCRIPTION = """\
Measures the service beside nginx, on this machine and in one run. It starts what it needs and stops
it again: nginx, PostgreSQL with fsync on, the service from its jar. wrk is the client.

parts:
  table    every kind of request: requests/s, share of nginx's static 302, p50, p99, CPU, memory
  pairs    redirects of 2,000 links and nginx in turns: the ratio of each turn, and their median
  relaxed  the same with CLICKS_DURABILITY=relaxed
  million  redirects of 1,000,000 links, each visited before, beside 10,000,000 events, and of
           2,000 links in a fresh database in turns
  all      all of these
  versions redirects of 2,000 links by the service and by another version of it in turns; the other
           is the built checkout that --against names"""

EPILOG = """\
After every run of redirects the database is asked for its clicks: there must be one for each 302
that wrk received, and at most so many more as may have been under way.

`all` writes load/results/measure.txt and .svg; a part alone writes measure-PART.txt and .svg there,
which git ignores.

Exits 1 when clicks are missing or too many, or something could not be measured; 2 when an option is
wrong.

examples:
  load/measure                                   all, about 40 minutes
  load/measure pairs                             5 minutes
  load/measure table --seconds 2 --connections 64 --no-million
  load/measure million --links 10000 --events 100000 --pairs 3
  load/measure versions --against ../before"""


@dataclass(frozen=True)
class Options:
    """What was asked for."""

    part: str
    seconds: int
    pairs: int
    warm_up: int
    table_connections: list[int]
    pair_connections: list[int]
    million: bool
    links: int
    events: int
    jvm_options: list[str]
    jar: Path
    directory: Path | None
    output: Path
    against: Path | None = None
    access: str = "open"


def parse(arguments: list[str], parts: list[str]) -> Options:
    """Reads the command line; ends the process with a sentence when it is wrong."""
    parser = _parser(parts)
    given = parser.parse_args(arguments)
    if given.events < given.links or given.events % given.links:
        parser.error("--events must be a multiple of --links: each link has as many.")
    if (given.part == "versions") != bool(given.against):
        parser.error("versions needs --against, and nothing else does.")
    if given.access == "keys" and not given.against:
        parser.error("--access is for versions.")
    name = "measure" if given.part == "all" else f"measure-{given.part}"
    return Options(
        part=given.part,
        seconds=given.seconds,
        pairs=given.pairs,
        warm_up=given.warm_up,
        table_connections=given.connections or [16, 64, 256],
        pair_connections=given.connections if given.connections and given.part != "all" else [64],
        million=given.million,
        links=given.links,
        events=given.events,
        jvm_options=shlex.split(given.jvm_options),
        jar=given.jar,
        against=given.against,
        access=given.access,
        directory=given.directory,
        output=given.output or LOAD / "results" / name,
    )


def command_line(prog: str, description: str, epilog: str) -> argparse.ArgumentParser:
    """A parser for a command that runs the service from its jar."""
    parser = argparse.ArgumentParser(
        prog=prog,
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--jar",
        type=Path,
        default=REPOSITORY / "target" / "shortener.jar",
        metavar="FILE",
        help="the service (target/shortener.jar)",
    )
    return parser


def _parser(parts: list[str]) -> argparse.ArgumentParser:
    parser = command_line("load/measure", DESCRIPTION, EPILOG)
    add = parser.add_argument
    add("part", nargs="?", default="all", choices=[*parts, "all"], help="what to measure (all)")
    add("--seconds", type=number_in(1, 600), default=10, metavar="N", help="for each line (10)")
    add("--pairs", type=number_in(1, 100), default=10, metavar="N", help="turns of each series (10)")
    add(
        "--connections",
        type=_numbers,
        metavar="N[,N]",
        help="clients at a time (16,64,256 for the table; 64 for pairs, with `all` always)",
    )
    add(
        "--warm-up",
        type=number_in(1, 600),
        default=30,
        metavar="N",
        help="seconds of redirects before a service is measured (30)",
    )
    add(
        "--no-million",
        dest="million",
        action="store_false",
        help="leave the large database out of the table",
    )
    add(
        "--links",
        type=number_in(1000, 10_000_000),
        default=1_000_000,
        metavar="N",
        help="in the large database (1000000)",
    )
    add(
        "--events",
        type=number_in(1000, 100_000_000),
        default=10_000_000,
        metavar="N",
        help="in the large database, a multiple of --links (10000000)",
    )
    add(
        "--against",
        type=Path,
        metavar="DIR",
        help="for versions: a checkout with target/shortener.jar and config.yml",
    )
    add(
        "--access",
        choices=["open", "keys"],
        default="open",
        help="for versions: whom this one lets make links, everybody or who has a key (open)",
    )
    add(
        "--jvm-options",
        default="",
        metavar="'...'",
        help="options of the service's JVM (none); one alone as --jvm-options='-Xmx1g'",
    )
    add(
        "--directory",
        type=Path,
        metavar="DIR",
        help="where to keep data while measuring (the system's temporary directory)",
    )
    add("--output", type=Path, metavar="NAME", help="write NAME.txt and NAME.svg instead")
    return parser


class number_in:
    """Reads whole numbers within bounds; named for argparse, which puts it into its messages."""

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, most

    def __call__(self, text: str) -> int:
        if not text.isdecimal() or not self._least <= int(text) <= self._most:
            message = f"'{text}' is not a number from {self._least} to {self._most}"
            raise argparse.ArgumentTypeError(message)
        return int(text)


def _numbers(text: str) -> list[int]:
    return [number_in(1, 4000)(part) for part in text.split(",")]
