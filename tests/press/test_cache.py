"""What a page has printed is used again only while all that made it is the same."""

import shutil

from regecon.explorers import explorer
from regecon.press.sphinx import cache


def test_a_changed_template_of_the_kit_makes_every_page_run_again(tmp_path, monkeypatch):
    root = cache.KIT.parents[1]
    monkeypatch.setattr(cache, "KIT", shutil.copytree(cache.KIT, tmp_path / "kit"))
    before = cache.digest(root)
    assert cache.digest(root) == before
    template = tmp_path / "kit" / "explorer" / "explorer.html"
    template.write_text(template.read_text(encoding="utf-8") + "<p>", encoding="utf-8")
    assert cache.digest(root) != before


def test_chapter_and_lab_show_one_explorer_computed_once(tmp_path, monkeypatch):
    monkeypatch.setenv("REGECON_BAKE", str(tmp_path))
    shown = explorer("peel-the-chain")
    first = shown._repr_mimebundle_()["text/html"]
    (kept,) = tmp_path.iterdir()
    assert kept.read_text(encoding="utf-8") == first
    kept.write_text("as the first page made it", encoding="utf-8")
    assert shown._repr_mimebundle_()["text/html"] == "as the first page made it"
