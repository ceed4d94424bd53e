"""What a reader's line has to carry: counted in the browser, page by page, gzipped.

A chapter is opened in a fresh window, and all that it asked for counts: before the reader moves,
and scrolled to its end, scripts and fonts that came late included. Past a limit the test names
the heaviest files.
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from tests.site.conftest import SITE, book_files, chapter_pages, site_pages

OPENED = 350_000  # bytes gzipped, before the reader of the first chapter moves
FIRST_PAGE = 700_000  # everything the first chapter needs
NEXT_PAGE = 250_000
WHOLE_SITE = 60_000_000
CHAPTERS = chapter_pages()
PACKED = {".woff2", ".png", ".jpg", ".webp"}  # a server sends these as they are
DRAWN = "() => [...document.querySelectorAll('.re-chart, .explorer')].every((e) => e.dataset.ready)"
TO_THE_END = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += 600) {
    scrollTo(0, y);
    await new Promise((done) => setTimeout(done, 20));
  }
}"""


@cache
def transfer(path: Path) -> int:
    """The bytes of a file as a server sends it."""
    content = path.read_bytes()
    return len(content) if path.suffix in PACKED else len(gzip.compress(content, 6))


def loaded(context, page: str, read: bool = True) -> dict[Path, int]:
    """The files that a page asks for, at once or until it is read to its end, with their bytes."""
    window = context.new_page()
    asked: set[str] = set()
    window.on("request", lambda request: asked.add(request.url))
    window.goto((SITE / page).as_uri(), wait_until="load")
    if read:
        window.evaluate(TO_THE_END)
        window.wait_for_function(DRAWN)
    # "networkidle" sometimes never comes in the headless shell.
    before = 0
    while before != len(asked):
        before = len(asked)
        window.wait_for_timeout(500)
    window.close()
    files = {Path(unquote(urlparse(url).path)) for url in asked if url.startswith("file:")}
    return {file: transfer(file) for file in files}


def heaviest(files: dict[Path, int]) -> str:
    first = sorted(files, key=files.get, reverse=True)[:4]
    return ", ".join(f"{file.relative_to(SITE)} {files[file]:,}" for file in first)


@pytest.mark.browser
@pytest.mark.parametrize("page", CHAPTERS)
def test_a_chapter_opens_light(browser, page):
    context = browser.new_context()
    files = loaded(context, page, read=False)
    context.close()
    assert len(files) > 5, "nothing was counted"
    assert sum(files.values()) <= OPENED, f"{sum(files.values()):,} bytes; {heaviest(files)}"


@pytest.fixture(scope="module")
def chapters(browser) -> dict[str, dict[Path, int]]:
    """Every chapter, each opened as the first page of a visit, with the files it loads."""
    found = {}
    for page in CHAPTERS:
        context = browser.new_context()
        found[page] = loaded(context, page)
        context.close()
    return found


@pytest.mark.browser
def test_any_chapter_may_be_the_first_page(chapters):
    for page, files in chapters.items():
        assert len(files) > 5, f"{page}: nothing was counted"
        total = sum(files.values())
        assert total <= FIRST_PAGE, f"{page}: {total:,} bytes; {heaviest(files)}"


@pytest.mark.browser
def test_a_further_chapter_is_light(chapters):
    """After any other chapter: all but the files that every chapter loads."""
    shared = set.intersection(*(set(files) for files in chapters.values()))
    for page, files in chapters.items():
        own = {file: size for file, size in files.items() if file not in shared}
        assert sum(own.values()) <= NEXT_PAGE, f"{page}: {sum(own.values()):,}; {heaviest(own)}"


@pytest.mark.site
def test_no_page_is_heavy_by_itself(site):
    sizes = {page: transfer(page) for page in site_pages()}
    assert max(sizes.values()) <= NEXT_PAGE, heaviest(sizes)


@pytest.mark.site
def test_the_whole_site_fits(site):
    sizes = {path: path.stat().st_size for path in book_files("*") if path.is_file()}
    assert sum(sizes.values()) <= WHOLE_SITE, heaviest(sizes)
