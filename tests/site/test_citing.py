"""Every chapter and table says what it is to search engines; every part can be cited."""

from __future__ import annotations

import json
import re

import pytest
from pybtex.database import parse_string

from regecon.data.folder import table_names
from regecon.press.sphinx.citing import BIBTEX
from tests.site.conftest import chapter_pages, site_pages

pytestmark = pytest.mark.site
STRUCTURE = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def test_chapters_tables_and_the_first_page_say_what_they_are(site):
    kinds = {"book/index.html": "Course"} | dict.fromkeys(chapter_pages(), "LearningResource")
    kinds |= {f"book/data/{name}.html": "Dataset" for name in table_names()}
    for page, kind in kinds.items():
        found = STRUCTURE.findall((site / page).read_text(encoding="utf-8"))
        assert [json.loads(text)["@type"] for text in found] == [kind], page


def test_every_address_of_the_entries_is_there_and_every_page_leads_to_them(site):
    entries = parse_string((site / BIBTEX).read_text(encoding="utf-8"), "bibtex").entries
    figures = 0
    for key, entry in list(entries.items())[1:]:
        address = entry.fields["howpublished"].split(", ")[-1].replace("\\", "")
        page, _, anchor = address.partition("#")
        text = (site / page).read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in text, key
        figures += bool(anchor)
    assert figures > 50
    assert set(table_names()) <= set(entries)
    for page in site_pages():
        assert f'{BIBTEX}" download>' in page.read_text(encoding="utf-8"), page.name
