"""From the command line to the results."""

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.main import answerably, write
from bench.options import command_line, number_in
from bench.problem import Problem
from bench.tools import REPOSITORY

from .failures import FAILURES
from .machine import describe
from .programs import find_programs
from .rehearsal import conclude, rehearse
from .report import report, summary
from .stack import Ports, running

RESULTS = REPOSITORY / "observability" / "results" / "drill.txt"

DESCRIPTION = """\
Causes every failure that an alert is there for and shows the alert arriving, and its resolution. It
starts what it needs on this machine, without Docker, and ends it again: the service from its jar,
nginx, PostgreSQL, Prometheus and Alertmanager with the configuration of this repository, and a
stand-in for Discord that keeps what it is sent. A few visitors use the service all the time.

failures:"""

EPILOG = """\
Prints a table and the messages, and writes both to observability/results/drill.txt when all failures
were run; progress is told on stderr. The rules' times are those of the repository: a failure takes
some minutes, and all take about 25.

Exits 1 when a message did not arrive or leads to no page; 2 when an option is wrong.

examples:
  observability/drill
  observability/drill ServiceDown DatabaseDown"""


@dataclass(frozen=True)
class Options:
    """What was asked for."""

    failures: list[str]
    first_port: int
    jar: Path
    output: Path | None


def main() -> int:
    """Runs what was asked for and returns the exit status."""
    options = _parse(sys.argv[1:])
    return answerably("drill", lambda: _run(options))


def _run(options: Options) -> int:
    programs = find_programs(options.jar)
    if options.output and not options.output.parent.is_dir():
        raise Problem(f"{options.output.parent} is not a directory; see --output.")
    ports = Ports(options.first_port)
    machine = describe(programs)
    with tempfile.TemporaryDirectory(prefix="shortener-drill-") as name:
        directory = Path(name).resolve()
        directory.chmod(0o711)  # PostgreSQL's and nginx' users pass through it
        with running(programs, directory, ports) as stack:
            outcomes = [
                rehearse(stack, failure, FAILURES[failure](stack)) for failure in options.failures
            ]
            conclude(stack, outcomes)
    text = f"{machine}\n\n{report(outcomes)}\n{summary(outcomes)}\n"
    print(text, end="")
    if options.output:
        write(options.output, text)
    return 1 if any(outcome.wrong for outcome in outcomes) else 0


def _parse(arguments: Sequence[str]) -> Options:
    width = max(map(len, FAILURES))
    failures = "\n".join(f"  {name:<{width}}  {each.cause}" for name, each in FAILURES.items())
    parser = command_line("observability/drill", f"{DESCRIPTION}\n{failures}", EPILOG)
    add = parser.add_argument
    add("failure", nargs="*", metavar="FAILURE", help="what to cause (all, in this order)")
    add(
        "--ports",
        type=number_in(1024, 65_000),
        default=20_200,
        metavar="FIRST",
        help="the first of the seven ports in a row that are used (20200)",
    )
    add("--output", type=Path, metavar="FILE", help="write the results to it")
    given = parser.parse_args(arguments)
    for name in given.failure:
        if name not in FAILURES:
            parser.error(f"there is no failure '{name}'; choose from {', '.join(FAILURES)}.")
    return Options(
        failures=given.failure or list(FAILURES),
        first_port=given.ports,
        jar=given.jar,
        output=given.output or (None if given.failure else RESULTS),
    )
