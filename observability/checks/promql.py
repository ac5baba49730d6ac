"""Just enough of PromQL to know which series an expression reads."""

import re

STRING = r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\''
LABEL_LIST = re.compile(
    r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([\w\s,]*\)", re.IGNORECASE
)
WORDS = {
    *("and", "or", "unless", "bool", "offset", "inf", "nan"),
    *("by", "without", "on", "ignoring", "group_left", "group_right"),
}
TOKEN = re.compile(
    rf"(?P<string>{STRING})"
    rf"|(?P<range>\[[^\]]*\])"
    rf"|(?P<matchers>\{{(?:{STRING}|[^}}\"'])*\}})"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<name>[a-zA-Z_:][\w:]*)(?P<call>\s*\()?"
)


def selectors(expression: str) -> list[str]:
    """The series that it reads, as expressions of their own."""
    found: list[str] = []
    name_ended_at = -1
    for token in TOKEN.finditer(LABEL_LIST.sub(" ", expression)):
        if token["name"] and not token["call"] and token["name"].lower() not in WORDS:
            found.append(token["name"])
            name_ended_at = token.end()
        elif token["matchers"] and token.start() == name_ended_at:
            found[-1] += token["matchers"]
        elif token["matchers"]:
            found.append(token["matchers"])
    return found


def metric_of(selector: str) -> str:
    """The name in front of the matchers."""
    return selector.partition("{")[0]
