"""What search is given to read: sections, terms, claims, functions, towns."""

from regecon.press.sphinx.search import entries_of, kind_of, towns

CHAPTER = """<html><main><section id="a-resort"><h1>A resort<a class="headerlink">#</a></h1>
<p>Visits grow <b>fast</b>.</p><script>var no;</script>
<section id="beds"><h2>Beds bind</h2><p>495 thousand nights</p></section></section></main></html>"""
REPORT = """<main><section id="report"><h1>The report</h1><dl><dt id="s-115">S-115</dt>
<dd><p>Services.</p></dd><dt id="s-116">S-116</dt><dd>Snow.</dd></dl></section></main>"""
METHOD = """<main><section id="m"><h1>Branching</h1><dl>
<dt class="sig" id="regecon.methods.m.density"><span>regecon.methods.m.</span>density(x)</dt>
<dd>Share of related sectors.</dd></dl></section></main>"""


def test_sections_stand_for_themselves_with_their_text():
    first, second = entries_of("book/w09-resort", CHAPTER)
    assert first == ["A resort", "book/w09-resort.html#a-resort", "week", "Visits grow fast ."]
    assert second[:3] == ["Beds bind", "book/w09-resort.html#beds", "week"]


def test_claims_and_functions_have_entries_of_their_own():
    found = {entry[0]: entry for entry in entries_of("book/report", REPORT)}
    assert found["S-115"][1:] == ["book/report.html#s-115", "claim", "Services."]
    assert found["S-116"][3] == "Snow."
    found = {entry[0]: entry for entry in entries_of("book/methods/m", METHOD)}
    assert found["density()"][2:] == ["function", "Share of related sectors."]


def test_the_russian_term_is_a_part_of_the_title():
    page = """<main><section id="glossary"><h1>Glossary</h1><dl><dt id="term-gravity-model">gravity
model</dt><dd><p>Trade by size and distance. <em>гравитационная модель</em></p></dd></dl></section>
</main>"""
    found = [entry for entry in entries_of("book/glossary", page) if entry[2] == "term"]
    assert found[-1][0] == "gravity model (гравитационная модель)"


def test_every_town_is_found_by_both_names():
    found = {entry[0]: entry[1] for entry in towns()}
    assert found["Biysk (Бийск)"] == "book/index.html#town-biysk"
    assert found["Barnaul (Барнаул)"] == "book/data/towns.html"


def test_kinds_follow_the_folders():
    assert kind_of("book/w13-made") == "week"
    assert kind_of("book/data/grp") == "table"
    assert kind_of("book/teaching") == "page"
