"""The server for TLS."""

import ssl
import warnings

from .. import http2
from ..stage import Stage, expect, expect_own_headers, rule
from ..wire import ask


@rule("TLS 1.2 and 1.3 alone, HTTP/2 for who wants it, and HSTS with every answer")
def _(stage: Stage) -> None:
    port = stage.proxy.tls_port
    for path, status in (("/health", 200), ("/metrics", 403)):
        answer = ask(port, "GET", path, tls=stage.tls)
        expect(answer.status == status, f"{path} was answered {answer.status}")
        hsts = answer.header("Strict-Transport-Security")
        expect(hsts == "max-age=31536000", f"{path} has HSTS {hsts}")
        expect_own_headers(answer, path)
    for version, good in (
        (ssl.TLSVersion.TLSv1_1, False),
        (ssl.TLSVersion.TLSv1_2, True),
        (ssl.TLSVersion.TLSv1_3, True),
    ):
        expect(
            _speaks(stage, version) == good,
            f"{version.name} is not {'taken' if good else 'refused'}",
        )
    expect(http2.get(port, stage.certificate, "/health") == b'{"status":"ok"}', "no HTTP/2")


def _speaks(stage: Stage, version: ssl.TLSVersion) -> bool:
    context = ssl.create_default_context(cafile=str(stage.certificate))
    # Lets this side speak what is too old.
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = version
    try:
        return ask(stage.proxy.tls_port, "GET", "/health", tls=context).status == 200
    except (ssl.SSLError, ConnectionError):
        return False
