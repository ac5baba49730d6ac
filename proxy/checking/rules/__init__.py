"""The rules; each registers itself when its module is imported, in this order."""

# isort: off
from . import routes, requests, answers, errors, limits, failures, reloads, tls, restarts, stops

__all__ = [
    "routes",
    "requests",
    "answers",
    "errors",
    "limits",
    "failures",
    "reloads",
    "tls",
    "restarts",
    "stops",
]
