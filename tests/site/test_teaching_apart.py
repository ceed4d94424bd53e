"""The site, its notebooks, the browser lab and its wheel say nothing of the teacher's pack."""

from __future__ import annotations

import pytest

from tests.site.conftest import SITE, book_files
from tests.teaching_secrets import secrets, told_in


@pytest.mark.site
def test_the_site_says_nothing_that_only_teachers_have(site):
    lab = SITE / "lab"
    files = book_files("*")
    for room in ("files/**/*", "api/**/*", "static/pyodide/regecon-*.whl"):
        files += lab.glob(room)
    files += (SITE.parent / "files").glob("*.epub")  # where make files has made it
    assert told_in([path for path in files if path.is_file()], secrets()) == []
