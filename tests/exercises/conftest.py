"""One build of all sets for a test run, however many processes it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exercises.sets import build_once


@pytest.fixture(scope="session")
def built(tmp_path_factory, worker_id) -> Path:
    """The folder of the first build; a second build of the toy lies beside it."""
    base = tmp_path_factory.getbasetemp()
    return build_once(base if worker_id == "master" else base.parent) / "first"


@pytest.fixture(scope="session")
def worker_id(request) -> str:
    """The process's name, also without pytest-xdist."""
    return getattr(request.config, "workerinput", {}).get("workerid", "master")
