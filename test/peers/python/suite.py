"""The smallest runner that tells a person and a program what passed."""

import itertools
import os
import time
import traceback

URL = os.environ["CONCORDAT_URL"]
_RUN = time.time_ns()
_COUNT = itertools.count(1)
_TESTS = []


def unique(prefix):
    """A name that no other test and no other run uses."""
    return f"{prefix}-{_RUN}-{next(_COUNT)}"


def test(function):
    """Registers a test; its name is the sentence that it proves."""
    _TESTS.append(function)
    return function


def same(got, want):
    if got != want:
        raise AssertionError(f"got {got!r}, want {want!r}")


def fails(kind, action):
    """The error of the given kind that the action must raise."""
    try:
        result = action()
    except kind as error:
        return error
    raise AssertionError(f"got {result!r}, want {kind.__name__}")


def run():
    """Runs every test, prints `N passed, M failed`, and answers the exit code."""
    failed = 0
    for function in _TESTS:
        try:
            function()
        except Exception:
            failed += 1
            print(f"FAILED {function.__module__}.{function.__name__}")
            traceback.print_exc()
    print(f"{len(_TESTS) - failed} passed, {failed} failed")
    return 1 if failed or not _TESTS else 0
