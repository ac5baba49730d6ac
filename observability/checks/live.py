"""Rules and dashboards against a Prometheus that has watched a service at work."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from .dashboards import Query
from .findings import Findings
from .programs import REPOSITORY
from .promql import metric_of, selectors
from .stack import RUNBOOKS_URL, Prometheus
from .static import tested_alerts

# What Grafana puts in the place of its variables.
VARIABLES = {"$__rate_interval": "20s", "$__interval": "5s", "$__range": "1m", "$instance": ".*"}

# Queries that may have found nothing, and why.
MAY_BE_EMPTY = {
    "annotation Starts": "the service starts once, before anybody looks",
}

# Of Prometheus itself: not to be looked for in /metrics.
SYNTHETIC = {"up", "stack_info", "ALERTS"}

SEVERITIES = {"critical", "warning"}
PAGES = REPOSITORY / "runbooks" / "alerts"
REFERENCE = REPOSITORY / "runbooks" / "observability.md"


def check_rules(prometheus: Prometheus, findings: Findings) -> set[str]:
    """Every rule computes, and every alert is complete. Returns what recording rules make."""
    rules = [rule for group in prometheus.groups() for rule in group["rules"]]
    recording = [rule for rule in rules if rule["type"] == "recording"]
    alerting = [rule for rule in rules if rule["type"] == "alerting"]
    findings.check(
        f"{len(rules)} rules are evaluated without an error",
        (f"{rule['name']}: {rule.get('lastError')}" for rule in rules if rule["health"] != "ok"),
    )
    findings.check(
        f"{len(recording)} recording rules have values",
        (
            f"{rule['name']} has none: {rule['query']}"
            for rule in recording
            if not prometheus.has_values(rule["name"])
        ),
    )
    findings.check(
        f"{len(alerting)} alert rules read series that are there",
        _unread(prometheus, ((rule["name"], rule["query"]) for rule in alerting)),
    )
    findings.check(
        "every alert has a severity, a summary, a description and its page",
        (f"{rule['name']}: {problem}" for rule in alerting for problem in _alert(rule)),
    )
    names = {str(rule["name"]) for rule in alerting}
    pages = {page.stem for page in PAGES.glob("*.md")}
    if pages:
        findings.check(
            "every page in runbooks/alerts has its alert, and every alert its page",
            [
                *(f"{name}.md is not there" for name in sorted(names - pages)),
                *(f"{name}.md has no alert" for name in sorted(pages - names)),
            ],
        )
    else:
        findings.skip("pages of the alerts", f"{PAGES.relative_to(REPOSITORY)} is not there")
    findings.check("every alert is shown firing and silent by a test", _untested(names))
    return {str(rule["name"]) for rule in recording}


def check_queries(prometheus: Prometheus, queries: Iterable[Query], findings: Findings) -> None:
    """What the dashboards ask for is there."""
    for query in queries:
        expression = query.text
        for name, value in VARIABLES.items():
            expression = expression.replace(name, value)
        reason = next((why for part, why in MAY_BE_EMPTY.items() if part in query.where), None)
        try:
            is_empty = not prometheus.has_values(expression)
        except ValueError as error:
            findings.check(query.where, [f"{error}: {expression}"])
            continue
        if is_empty and reason:
            findings.check(f"{query.where} (found nothing, as it may: {reason})", [])
        else:
            findings.check(query.where, [f"found nothing: {expression}"] if is_empty else [])


def check_names(
    prometheus: Prometheus,
    metrics: str,
    recorded: set[str],
    queries: list[Query],
    findings: Findings,
) -> None:
    """Every metric that rules, dashboards and the reference name is shown by the service."""
    shown = set(re.findall(r"^([a-zA-Z_:][\w:]*)", metrics, re.M))
    known = shown | recorded | SYNTHETIC
    uses = [
        (f"rule {rule['name']}", str(rule["query"]))
        for group in prometheus.groups()
        for rule in group["rules"]
    ]
    uses += [(query.where, query.text) for query in queries]
    findings.check(
        "every metric that rules and dashboards name exists",
        (
            f"{where} names {metric_of(selector)}"
            for where, expression in uses
            for selector in selectors(expression)
            if metric_of(selector) and metric_of(selector) not in known
        ),
    )
    if not REFERENCE.is_file():
        findings.skip("the reference of metrics", "runbooks/observability.md is not there")
        return
    families = set(re.findall(r"^# TYPE (\S+)", metrics, re.M))
    labels = set(re.findall(r'[{,](\w+)="', metrics))
    # What begins as our metrics do is one; the page has other names with underscores.
    beginnings = "|".join(sorted({family.partition("_")[0] for family in families}))
    named = set(
        re.findall(rf"`((?:{beginnings})(?:_[a-z0-9]+)+)(?:\{{[^`]*)?`", REFERENCE.read_text())
    )
    findings.check(
        "every metric that runbooks/observability.md names exists",
        (f"{name} does not" for name in sorted(named - known - families - labels)),
    )
    findings.check(
        "every metric of the service is in runbooks/observability.md",
        (
            f"{family} is not"
            for family in sorted(families)
            if not named & {family, f"{family}_sum", f"{family}_count"}
        ),
    )


def _unread(prometheus: Prometheus, rules: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, expression in rules:
        for selector in selectors(expression):
            if not prometheus.has_values(selector):
                yield f"{name} reads {selector}, which is not there"


def _alert(rule: dict[str, Any]) -> Iterator[str]:
    if rule["labels"].get("severity") not in SEVERITIES:
        yield f"its severity is not one of {', '.join(sorted(SEVERITIES))}"
    annotations = rule["annotations"]
    yield from (
        f"has no {name}" for name in ("summary", "description") if not annotations.get(name)
    )
    url = annotations.get("runbook_url", "")
    if url != "{{ $externalLabels.runbooks }}/alerts/" + rule["name"] + ".md":
        yield f"its runbook_url is {url}"
    for alert in rule["alerts"]:
        written = alert["annotations"].get("runbook_url")
        if written != f"{RUNBOOKS_URL}/alerts/{rule['name']}.md":
            yield f"it fires with the link {written}"


def _untested(names: set[str]) -> Iterator[str]:
    tested = {name: (fires, is_silent) for name, fires, is_silent in tested_alerts()}
    for name in sorted(names):
        fires, is_silent = tested.get(name, (False, False))
        if not fires:
            yield f"no test shows {name} firing"
        if not is_silent:
            yield f"no test shows {name} silent"
