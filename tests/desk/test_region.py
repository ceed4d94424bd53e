"""Another region: the example passes, planted faults are named, templates are as the house has."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

from regecon.command import main
from regecon.data.folder import descriptor, table_names
from regecon.data.validation import FIELD_KEYS, KEYS, layout, problems
from regecon.desk.region import results
from regecon.desk.region.check import read
from regecon.desk.region.command import checked, write
from regecon.desk.region.tables import EXAMPLE, TABLES, TEMPLATES
from regecon.desk.weeks import read_weeks
from regecon.press.sphinx.methods import families_in
from regecon.press.sphinx.region import held, reading, unserved

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "book" / "another-region.md"
WEEKS = read_weeks(ROOT)


@pytest.fixture
def example(tmp_path):
    write(tmp_path, example=True)
    return tmp_path


def change(folder: Path, name: str, before: str, after: str) -> None:
    """Plant a fault in a table of the example."""
    path = folder / f"{name}_synthetic.csv"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def ends(*arguments: object) -> object:
    with pytest.raises(SystemExit) as ended:
        main(["region", *map(str, arguments)])
    return ended.value.code


def test_the_page_shows_what_the_check_of_the_example_says(example, capsys):
    main(["region", "check", str(example)])
    told = capsys.readouterr().out
    assert told.startswith("SYNTHETIC: made up for teaching.\n")
    assert f"```text\n{told}```" in PAGE.read_text(encoding="utf-8")
    assert all(f"\n\n{title}\n  " in told for title in results.METHODS)
    assert not re.search(r"\bnan\b|\binf\b|None|[{}]|does not run", told)


def test_the_example_is_as_its_descriptors_say_to_the_house_as_well(example):
    names = table_names(example)
    assert len(names) == len(TABLES) == 5
    assert [fault for name in names for fault in problems(name, example)] == []
    for name in names:
        info = descriptor(name, example)
        assert name.endswith("_synthetic")
        assert info["synthetic"] is True
        assert info["title"].startswith("SYNTHETIC: ")


def test_the_results_are_those_of_a_hand(example):
    frames = read(example).frames
    jobs = frames["jobs"].query("year == 2023")
    mining = jobs[jobs["industry"] == "mining"]
    quotient = 5300 / jobs[jobs["place"] == "Alderford"]["jobs"].sum()
    quotient /= mining["jobs"].sum() / jobs["jobs"].sum()
    assert f"Alderford: mining has {quotient:.2f} times its share in all" in checked(example)
    # Birchmouth's choice: people over squared kilometres.
    size = frames["population"].query("year == 2023").groupby("place")["persons"].sum()
    pull = {"Alderford": size["Alderford"] / 64**2, "Cedarbridge": size["Cedarbridge"] / 91**2}
    share = 100 * pull["Alderford"] / sum(pull.values())
    assert f"Birchmouth: {share:.0f} % go to Alderford" in checked(example)


def test_a_cohort_goes_on_as_it_went(example):
    people = read(example).frames["population"]
    women = people.query("sex == 'women' and place == 'Alderford'")
    counts = women.pivot_table("persons", "age_from", "year")
    first, last = counts[2018], counts[2023]
    later = last[15] * last[20] / first[15] + last[20] * last[25] / first[20]
    assert f"of 20 to 29 {last[20] + last[25]:,.0f} to {later:,.0f}" in checked(example)
    ratios = results._ratios(first, last)
    pd.testing.assert_series_equal(
        (ratios @ first).iloc[1:], last.iloc[1:], check_names=False, check_dtype=False
    )


FAULTS = {
    "a column is missing": (
        "jobs", "place,industry,year,jobs", "place,industry,jobs",
        "jobs_synthetic.csv, row 1: expected the columns place, industry, year, jobs; "
        "found place, industry, jobs",
    ),
    "text in a number": (
        "jobs", "mining,2018,6200", "mining,2018,about 6200",
        "jobs_synthetic.csv, row 3, column jobs: expected number, found 'about 6200'",
    ),
    "fewer than none": (
        "jobs", "mining,2018,6200", "mining,2018,-6200",
        "jobs_synthetic.csv, row 3, column jobs: expected minimum 0, found '-6200'",
    ),
    "an unknown place": (
        "distances", "Alderford,Birchmouth", "Alderford,Birchmuth",
        "distances_synthetic.csv, row 2, column destination: 'Birchmuth' is not in "
        "population_synthetic.place",
    ),
    "a place to itself": (
        "distances", "Alderford,Birchmouth", "Alderford,Alderford",
        "distances_synthetic.csv, row 2, column destination: expected another place, "
        "found 'Alderford'",
    ),
    "a row twice": (
        "wages", "Alderford,mining,2023,", "Alderford,farming,2023,",
        "wages_synthetic.csv, row 3: expected unique values of the key place, industry, year, "
        "found Alderford, farming, 2023 again",
    ),
    "a decimal comma": (
        "exposure", "mining,0.3,", 'mining,"0,3",',
        "exposure_synthetic.csv, row 3, column volatility: expected number, found '0,3'",
    ),
    "a decimal comma without quotes": (
        "exposure", "mining,0.3,", "mining,0,3,",
        "exposure_synthetic.csv, row 3: expected 3 cells, found 4",
    ),
    "a year of another age": (
        "population", "Alderford,2018,women,0,", "Alderford,218,women,0,",
        "population_synthetic.csv, row 2, column year: expected year, found '218'",
    ),
    "a year out of reach": (
        "jobs", "mining,2018,6200", "mining,1018,6200",
        "jobs_synthetic.csv, row 3, column year: expected minimum 1900, found '1018'",
    ),
    "a year mistyped": (
        "jobs", "mining,2018,6200", "mining,2081,6200",
        "jobs_synthetic.csv, row 3, column year: expected a row for each of 12 pairs of place and "
        "industry in 2081, found 1; there is none for Alderford, farming",
    ),
    "an industry that nobody has": (
        "exposure", "mining,0.3,", "minning,0.3,",
        "exposure_synthetic.csv, row 3, column industry: 'minning' is not in "
        "jobs_synthetic.industry",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_named(example, name):
    table, before, after, told = FAULTS[name]
    change(example, table, before, after)
    assert told in ends("check", example)


def test_an_empty_file_is_named_and_what_hangs_on_it(example):
    (example / "jobs_synthetic.csv").write_text("", encoding="utf-8")
    told = ends("check", example)
    assert "jobs_synthetic.csv: expected a header and rows, found an empty file" in told
    assert "exposure_synthetic.csv: its names are compared with jobs_synthetic once that" in told
    (example / "jobs_synthetic.csv").unlink()
    assert "jobs_synthetic.csv: expected a table, found no such file" in ends("check", example)


def test_a_place_where_nobody_works_is_named(example):
    path = example / "jobs_synthetic.csv"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^(Cedarbridge,\w+,2023),\d+$", r"\1,0", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    told = "jobs_synthetic.csv, column jobs: expected people at work in Cedarbridge in 2023"
    assert ends("check", example).startswith(told)


def test_a_changed_schema_is_refused_and_changed_words_are_not(example):
    path = example / "wages_synthetic.resource.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("local currency a month", "crowns a month"), encoding="utf-8")
    assert checked(example)
    path.write_text(text.replace('"minimum": 0.01', '"minimum": -1'), encoding="utf-8")
    told = "wages_synthetic.resource.json: expected the columns, types, constraints and keys"
    assert ends("check", example).startswith(told)
    path.write_text(
        text.replace("wages_synthetic.csv", "wages.geojson").replace('"schema"', '"columns"'),
        encoding="utf-8",
    )
    assert ends("check", example).startswith(told)


def test_templates_are_checked_before_they_are_filled(tmp_path, capsys):
    main(["region", "new", str(tmp_path)])
    assert len(capsys.readouterr().out.split()) == 10
    told = ends("check", tmp_path)
    assert told.startswith("population.csv: expected rows, found none but the header\n")


def test_what_is_not_brought_yet_does_not_run_and_says_why(example):
    for name in ("wages", "distances", "exposure"):
        path = example / f"{name}_synthetic.csv"
        path.write_text(path.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    told = checked(example)
    assert "does not run, no wage is of a place, industry and year that has jobs" in told
    assert "does not run, there is no distance between Alderford and Birchmouth" in told
    assert "does not run, exposure has no row for farming" in told
    assert "Alderford: 2,801 basic jobs" in told


def test_one_place_one_year_and_wide_ages_do_not_run_and_say_why(example):
    frames = read(example).frames
    one = {name: frame[frame["place"] == "Alderford"] for name, frame in frames.items()
           if "place" in frame}  # fmt: skip
    told = "\n".join(results.told(frames | one))
    assert told.count("a single place has nothing to be compared with") == 5
    assert "a choice needs two other places" in told
    people = frames["population"]
    wide = frames | {"population": people[people["age_from"].isin([0, 15, 65])]}
    wide["jobs"] = frames["jobs"].query("year == 2023")
    told = "\n".join(results.told(wide))
    assert "the ages are not in groups of five years" in told
    assert "the table jobs has one year and two are needed" in told
    wide["population"] = people[people["year"] == 2023]
    assert "the last count has none five years before it" in "\n".join(results.told(wide))


def test_nothing_is_written_over_without_force(example):
    path = example / "jobs_synthetic.csv"
    path.write_text("mine", encoding="utf-8")
    assert "already there" in ends("new", "--example", example)
    assert path.read_text(encoding="utf-8") == "mine"
    write(example, example=True, force=True)
    assert path.read_bytes() == (EXAMPLE / path.name).read_bytes()


def test_a_folder_without_tables_or_with_both_kinds_is_refused(example, tmp_path_factory):
    empty = tmp_path_factory.mktemp("empty")
    assert "there are no tables here" in ends("check", empty)
    write(example)
    assert "real and SYNTHETIC tables lie side by side" in ends("check", example)
    assert "cannot be written to" in ends("new", example / "jobs.csv" / "below")


def test_a_call_without_a_deed_ends_with_two():
    assert ends() == 2


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_a_template_explains_every_column(table):
    path = TEMPLATES / f"{table.name}.resource.json"
    info = descriptor(table.name, TEMPLATES)
    assert path.read_text(encoding="utf-8") == layout(info)
    assert set(info) <= set(KEYS)
    for column in info["schema"]["fields"]:
        assert set(column) <= set(FIELD_KEYS)
        assert column["description"].endswith(".")
        assert ("unit" in column) == (column["type"] in ("integer", "number"))


def test_what_the_page_says_of_weeks_and_methods_is_so():
    known, families = set(table_names()), families_in(results)
    for table in TABLES:
        assert set(table.like) <= known
        assert reading(table, WEEKS)
        assert set(table.methods) <= families
        assert all(import_module(f"regecon.methods.{name}") for name in table.methods)
    assert {name for table in TABLES for name in table.methods} == families
    assert [week.number for week in unserved(WEEKS)] == [2, 9, 13, 14]


def test_what_a_column_may_hold_is_told_in_words():
    sex = descriptor("population", TEMPLATES)["schema"]["fields"][2]
    assert held(sex) == "string, one of `women`, `men`, never empty"
    wage = descriptor("wages", TEMPLATES)["schema"]["fields"][3]
    assert held(wage) == "number, at least 0.01"
