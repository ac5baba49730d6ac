"""From the command line to the results."""

import contextlib
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from .bench import Bench
from .machine import describe
from .options import Options, parse
from .parts import OTHER_PARTS, PARTS, Results
from .plot import plot
from .problem import Problem
from .report import report
from .tools import find_tools


def main() -> int:
    """Runs what was asked for and returns the exit status."""
    options = parse(sys.argv[1:], [*PARTS, *OTHER_PARTS])
    return answerably("measure", lambda: _run(options))


def answerably(name: str, run: Callable[[], int]) -> int:
    """Runs a command to its exit status: a problem is told, an interruption stops everything."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        return run()
    except Problem as problem:
        for line in str(problem).splitlines():
            print(f"{name}: {line}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"{name}: interrupted; everything is stopped.", file=sys.stderr)
        return 130


def _run(options: Options) -> int:
    tools = find_tools(options.jar)
    refuse_unwritable(options.output)
    results = Results()
    with directory_in(options.directory) as directory, Bench(tools, options, directory) as bench:
        machine = describe(tools, options, bench.postgres)
        for name in PARTS if options.part == "all" else [options.part]:
            (PARTS | OTHER_PARTS)[name](bench, results)
    text = f"{machine}\n\n{report(results, options.seconds)}\n"
    print(text, end="")
    write(options.output.with_name(options.output.name + ".txt"), text)
    write(options.output.with_name(options.output.name + ".svg"), plot(results))
    return 0 if all(recorded.holds for recorded in results.recorded()) else 1


@contextlib.contextmanager
def directory_in(parent: Path | None) -> Iterator[Path]:
    """A directory for this run, removed at the end; PostgreSQL's user may pass through it."""
    if parent and not parent.is_dir():
        raise Problem(f"{parent} is not a directory.")
    directory = Path(tempfile.mkdtemp(prefix="shortener-measure-", dir=parent)).resolve()
    try:
        directory.chmod(0o711)
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def refuse_unwritable(output: Path) -> None:
    if not output.parent.is_dir():
        raise Problem(f"{output.parent} is not a directory; see --output.")


def write(file: Path, text: str) -> None:
    """Replaces a file as a whole."""
    new = file.with_name(file.name + ".new")
    new.write_text(text)
    new.replace(file)


def _interrupt(*_: object) -> None:
    """The first signal ends the run; stopping what was started is not to be interrupted."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
