"""One build of the sets that a test run is about, however many processes it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.sets.sets import PATHS, build_once


@pytest.fixture(scope="session")
def built(tmp_path_factory, worker_id, request) -> Path:
    """The folder of the build; a test that names no set works with the toy."""
    base = tmp_path_factory.getbasetemp()
    items = [item for item in request.session.items if "built" in item.fixturenames]
    named = [[slug for slug in PATHS if slug in item.name] or ["toy"] for item in items]
    wanted = {slug for slugs in named for slug in slugs}
    return build_once(base if worker_id == "master" else base.parent, wanted)


@pytest.fixture(scope="session")
def worker_id(request) -> str:
    """The process's name, also without pytest-xdist."""
    return getattr(request.config, "workerinput", {}).get("workerid", "master")
