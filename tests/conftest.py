"""What several test files share, which tests are quick, and what may be skipped."""

from __future__ import annotations

import gc
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import nnsolve

from .reach import ORACLES, oracles_of

# How many cases of one test the quick tier takes, spread evenly over all of them.
QUICK_CASES = 8
# Why a test may be skipped where everything is installed; in CI (the environment variable) nothing else is a reason.
REASONS = (
    "this user may write anywhere",
    "a line has no value with so few digits",
    "with so few digits a number of this problem has no value",
)
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_addoption(parser):
    """``pytest tests/render/test_golden.py --overwrite-golden`` writes the golden pages anew.

    ``pytest tests/fuzz/test_drawn.py --fuzz 20`` draws twenty times as many problems.
    """
    parser.addoption("--overwrite-golden", action="store_true", help="write the pages in tests/golden anew")
    parser.addoption("--fuzz", type=int, default=1, metavar="N", help="draw N times as many problems at random")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config):
    """Several processes begin at different ends, so that what a file's tests share is mostly made once."""
    if getattr(config.option, "numprocesses", None) and config.option.dist == "no":
        config.option.dist = "worksteal"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file whose tests all compare with a framework holds no quick one, and would load it to tell so."""
    oracle = collection_path.name.endswith(("_torch.py", "_keras.py"))
    return True if config.option.markexpr == "quick" and oracle else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]):
    """Every test carries what it compares with; those that need little and say much are marked ``quick``.

    Quick are at most QUICK_CASES cases of a test that draws no examples, compares with no framework or program, and
    is not marked ``slow``.
    """
    cases: dict[object, list[pytest.Item]] = {}
    for item in items:
        oracles = sorted(oracles_of(item))
        item.user_properties += [("oracle", oracle) for oracle in oracles]
        light = not oracles and not item.get_closest_marker("slow") and not hasattr(item.function, "hypothesis")
        if light:
            cases.setdefault((item.path, item.function), []).append(item)
    for alike in cases.values():
        count = min(len(alike), QUICK_CASES)
        for k in range(count):
            alike[k * len(alike) // count].add_marker(pytest.mark.quick)


def pytest_collection_finish():
    """The thousands of tests stay to the end: looking through them for garbage again and again takes long."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """In CI a test that is skipped for want of something fails."""
    outcome = yield
    _no_skip(outcome.get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    """In CI so does a file of tests."""
    outcome = yield
    _no_skip(outcome.get_result())


def _no_skip(report: pytest.TestReport | pytest.CollectReport):
    """Makes a failure of a skip that has none of the REASONS, in CI."""
    if not os.environ.get("CI") or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if reason.removeprefix("Skipped: ") not in REASONS:
        report.outcome = "failed"
        report.longrepr = f"{reason}\nIn CI nothing is skipped for want of something: install it."


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter):
    """How many tests ran against each framework and program; in CI also which against none."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    ran: Counter[str] = Counter()
    for report in reports:
        if getattr(report, "when", None) == "call":
            ran.update(name for key, name in report.user_properties if key == "oracle")
    told = dict.fromkeys(ORACLES.values()) if os.environ.get("CI") else ran
    if told:
        terminalreporter.write_line("ran against: " + ", ".join(f"{name} {ran[name]}" for name in told))


@pytest.fixture(scope="session")
def solved():
    """Reads the one problem of a YAML text and solves it."""

    def solve(text: str, **overrides: str):
        (problem,) = nnsolve.loads(text, overrides=overrides)
        return nnsolve.solve(problem)

    return solve


@pytest.fixture(scope="session")
def trouble():
    """The error that a YAML text ends in, be it found while reading or while solving."""

    def find(text: str) -> nnsolve.NnsolveError:
        with pytest.raises(nnsolve.NnsolveError) as caught:
            for problem in nnsolve.loads(text, "problem.yaml"):
                _ = nnsolve.solve(problem).values
        return caught.value

    return find
