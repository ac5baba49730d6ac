"""What can be said without running anything but the tools' own checks."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .findings import Findings
from .programs import OBSERVABILITY, Programs, run, version_of

SINCE_WEBHOOK_FILES = (0, 28)
WEBHOOK_FILE = re.compile(r"webhook_url_file: .*")


def check_static(programs: Programs, findings: Findings) -> None:
    """Prometheus' and Alertmanager's own checks, and the rules' tests."""
    rules = sorted(str(path) for path in (OBSERVABILITY / "rules").glob("*.yml"))
    config = str(OBSERVABILITY / "prometheus.yml")
    findings.check("promtool check config", _failure(programs.promtool, "check", "config", config))
    findings.check("promtool check rules", _failure(programs.promtool, "check", "rules", *rules))
    for test in sorted((OBSERVABILITY / "rules" / "tests").glob("*.yml")):
        findings.check(
            f"promtool test rules {test.name}",
            _failure(programs.promtool, "test", "rules", test.name, directory=test.parent),
        )
    _check_alertmanager(programs, findings)


def tested_alerts() -> Iterator[tuple[str, bool, bool]]:
    """Of each alert in the tests: whether one shows it firing, and one shows it silent."""
    tests = "\n".join(path.read_text() for path in (OBSERVABILITY / "rules/tests").glob("*.yml"))
    for name in sorted(set(re.findall(r"alertname: (\w+)", tests))):
        fires = re.search(rf"alertname: {name}\n\s+eval_time: .*\n\s+exp_alerts:", tests)
        is_silent = re.search(rf"alertname: {name}, eval_time: .*, exp_alerts: \[\]", tests)
        yield name, bool(fires), bool(is_silent)


def _check_alertmanager(programs: Programs, findings: Findings) -> None:
    version = version_of(programs.amtool)
    text = (OBSERVABILITY / "alertmanager.yml").read_text()
    name = "amtool check-config"
    if version < SINCE_WEBHOOK_FILES:
        text = WEBHOOK_FILE.sub("webhook_url: http://127.0.0.1:9/", text)
        name += f" (by {'.'.join(map(str, version))}, which knows no webhook_url_file: by a URL)"
    with tempfile.TemporaryDirectory(prefix="shortener-check-") as directory:
        file = Path(directory) / "alertmanager.yml"
        file.write_text(text)
        findings.check(name, _failure(programs.amtool, "check-config", str(file)))


def _failure(*command: str, directory: Path | None = None) -> Iterator[str]:
    result = run(*command, directory=directory)
    if result.returncode != 0:
        yield re.sub(r"\n\s*\n+", "\n", result.stdout.strip()) or f"exit {result.returncode}"
