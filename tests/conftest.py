"""What the whole suite must say at its end."""

import pytest

NOT_RUN = "TESTS DE NAVIGATEUR NON JOUÉS : aucun Chromium"
"""Why the browser tests are skipped, where they are."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Here, and not beside the browser tests: workers collect, their chief alone speaks."""
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(NOT_RUN in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.write_sep("=", f"{NOT_RUN} ({count} tests)", red=True, bold=True)
