"""k6: where it is, and a run of one of the scripts in load/k6."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from .clicks import Recorded
from .problem import Problem
from .tools import LOAD, first_line

SCRIPTS = LOAD / "k6"
RESULTS = LOAD / "results" / "k6"

GET_K6 = """\
k6 is not installed. With Go: go install go.k6.io/k6@v1.8.1
then put $(go env GOPATH)/bin on the PATH, or name the program with --k6."""

# What k6 exits with when a threshold is broken.
BROKEN = 99

# What the page of a run says until the clicks were looked up.
CLICKS = '<p id="clicks">'


@dataclass(frozen=True)
class K6:
    """The program, and where its scripts write what they found out."""

    program: str
    results: Path

    def start(self, name: str, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """Begins a script, in a session of its own: Ctrl-C is for us alone."""
        self._json(name).unlink(missing_ok=True)
        return subprocess.Popen(
            [self.program, "run", "--no-usage-report", str(SCRIPTS / f"{name}.js")],
            env={**os.environ, "RESULTS": str(self.results), **settings},
            start_new_session=True,
        )

    def run(self, name: str, settings: Mapping[str, str]) -> bool:
        """Runs a script to its end; whether every threshold held."""
        return self.wait(name, self.start(name, settings))

    def wait(self, name: str, process: subprocess.Popen[bytes]) -> bool:
        """Waits for its end, and ends it when we are interrupted."""
        try:
            status = process.wait()
        finally:
            end(process)
        # k6 exits with 0 also when it could not write the results.
        if status not in (0, BROKEN) or not self._json(name).is_file():
            raise Problem(f"k6 could not run {name}.js (exit status {status}); see above.")
        return status == 0

    def redirects(self, name: str) -> tuple[int, int]:
        """Of a run that has ended: acknowledged, and those of which nobody knows."""
        results = json.loads(self._json(name).read_text())
        return results["redirects"], results["doubtful_redirects"]

    def add(self, name: str, recorded: Recorded, sentences: list[str]) -> None:
        """Adds to a run's results what its clicks came to, and what else there is to say."""
        file = self._json(name)
        results = json.loads(file.read_text())
        results["clicks"] = {
            "acknowledged": recorded.acknowledged,
            "doubtful": recorded.uncertain,
            "events": recorded.events,
            "counts": recorded.counts,
            "hold": recorded.holds,
        }
        results["notes"] = sentences
        file.write_text(json.dumps(results, indent=1) + "\n")
        page = self.results / f"{name}.html"
        before, _, rest = page.read_text().partition(CLICKS)
        after = rest.partition("</p>")[2]
        page.write_text(f"{before}{CLICKS}{escape(' '.join(sentences))}</p>{after}")

    def _json(self, name: str) -> Path:
        return self.results / f"{name}.json"


def find_k6(given: str | None, results: Path) -> K6:
    """Finds it, or says how to get it."""
    program = shutil.which(given or "k6") or shutil.which(str(Path.home() / "go" / "bin" / "k6"))
    if not program:
        raise Problem(GET_K6)
    if not results.is_dir():
        raise Problem(f"{results} is not a directory; make it, or name another with --results.")
    return K6(program, results.resolve())


def version(k6: K6) -> str:
    """As it says itself."""
    return first_line(k6.program, "version")


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a script that has not ended by itself, without its last rounds."""
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
        process.wait()
