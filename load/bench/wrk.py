"""wrk, the client: what it is asked for, and what it says."""

import contextlib
import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .problem import Problem
from .tools import LOAD, Tools

# After the signal to end, wrk may still be waiting for answers.
END_LIMIT = 30.0


@dataclass(frozen=True)
class Load:
    """What one client asks for: a script of load/ and its arguments, or one path."""

    script: str
    arguments: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True)
class Answers:
    """What a run of wrk came to."""

    count: int
    seconds: float
    p50_ms: float
    p99_ms: float
    refused: int
    unanswered: int
    client_cpu: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.count / self.seconds

    @property
    def good(self) -> int:
        """Answers that are neither 4xx nor 5xx."""
        return self.count - self.refused


class Wrk:
    """Runs wrk, with as many threads as there are processors."""

    def __init__(self, tools: Tools) -> None:
        self._program = tools.wrk

    def run(self, url: str, load: Load, connections: int, seconds: int) -> Answers:
        """Asks for so many seconds, each connection for the next as soon as it has its answer."""
        command = self._command(url, load, connections, seconds)
        before = _children_cpu()
        result = subprocess.run(command, cwd=LOAD, capture_output=True, text=True, check=False)
        return _parse(result.stdout, result.stderr, _children_cpu() - before)

    def visit_all(self, url: str, codes: Path, connections: int, limit: int) -> Answers:
        """Visits every code in a file once, and a few twice; gives up after so many seconds."""
        load = Load("codes.lua", (str(codes), str(threads(connections)), "once"))
        return self.run_through(url, load, connections, limit)

    def run_through(self, url: str, load: Load, connections: int, limit: int) -> Answers:
        """Runs a script that says when it is through; gives up after so many seconds."""
        before = _children_cpu()
        end = time.monotonic() + limit
        with subprocess.Popen(
            self._command(url, load, connections, limit),
            cwd=LOAD,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            try:
                output = _read_until_visited(process, threads(connections))
            except BaseException:
                process.kill()
                raise
        if time.monotonic() > end:
            raise Problem(f"wrk was not through with {load.script} after {limit} seconds.")
        return _parse(output, "", _children_cpu() - before)

    @contextlib.contextmanager
    def beside(
        self, url: str, load: Load, connections: int, limit: int
    ) -> Iterator[Callable[[], Answers]]:
        """Asks while something else happens; what is given ends it and returns the answers."""
        with subprocess.Popen(
            self._command(url, load, connections, limit),
            cwd=LOAD,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:

            def end() -> Answers:
                if process.poll() is not None:
                    raise Problem(f"wrk ended before the {limit} seconds that it had were needed.")
                process.send_signal(signal.SIGINT)
                output, _ = process.communicate(timeout=END_LIMIT)
                return _parse(output, "", 0.0)

            try:
                yield end
            finally:
                process.kill()

    def _command(self, url: str, load: Load, connections: int, seconds: int) -> list[str]:
        return [
            self._program,
            *("-t", str(threads(connections)), "-c", str(connections)),
            *("-d", f"{seconds}s", "--timeout", "10s", "-s", load.script),
            *(url + load.path, "--", *load.arguments),
        ]


def threads(connections: int) -> int:
    """How many threads wrk has for so many connections."""
    return min(os.cpu_count() or 1, connections)


def _read_until_visited(process: subprocess.Popen[str], workers: int) -> str:
    """What it printed to its end, which is hastened when every thread has visited its share."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if lines.count("VISITED\n") == workers:
            process.send_signal(signal.SIGINT)
            lines = []
    return "".join(lines)


def _parse(output: str, errors: str, client_cpu: float) -> Answers:
    for line in output.splitlines():
        if line.startswith("RESULT "):
            count, microseconds, p50, p99, refused, unanswered = map(int, line.split()[1:])
            if count == 0:
                raise Problem("nothing was answered; the server's log may say why.")
            return Answers(
                count=count,
                seconds=microseconds / 1e6,
                p50_ms=p50 / 1e3,
                p99_ms=p99 / 1e3,
                refused=refused,
                unanswered=unanswered,
                client_cpu=client_cpu,
            )
    raise Problem(f"wrk failed:\n{output}{errors}".rstrip())


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
