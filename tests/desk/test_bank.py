"""Banks of questions: what is read, what is worked out, and every fault that authors can make."""

from __future__ import annotations

from pathlib import Path

import pytest

from regecon.desk.bank.check import check
from regecon.desk.bank.reader import BankError, read_bank
from regecon.desk.bank.reader import banks as course_banks
from regecon.desk.bank.sums import from_table, worked_out
from regecon.desk.bank.wording import filled, html, plain
from tests.desk import banks

ROOT = Path(__file__).parents[2]


@pytest.fixture
def root(tmp_path):
    return banks.course(tmp_path)


def test_a_bank_in_order_has_no_fault(root):
    assert check(banks.write(root)) == []


def test_a_question_is_put_once_for_each_draw(root):
    found = {question.key: question for question in read_bank(banks.write(root))}
    first, second, third = found["w09-b05"].items()
    assert [item.key for item in (first, second, third)] == ["w09-b05-1", "w09-b05-2", "w09-b05-3"]
    assert third.text == "Suppose 1,200 thousand visits in 160 days. How many are there a day?"
    assert [answer.value for answer in first.answers] == pytest.approx([2.2, 49500, 5 / 11])
    assert first.width == pytest.approx((0.022, 495, 0.05 / 11))
    assert first.told == "330 / 150 is 2.20."
    (only,) = found["w09-b01"].items()
    assert (only.key, [answer.right for answer in only.answers]) == (
        "w09-b01",
        [False, True, False],
    )


@pytest.mark.parametrize("path", course_banks(ROOT), ids=lambda path: path.stem)
def test_the_banks_of_the_course_are_in_order(path):
    assert check(path) == []


def planted(**faults):
    return [pytest.param(*fault, id=name) for name, fault in faults.items()]


def change(key, /, **values):
    return lambda all_: all_[key].update(values)


def without(key, name):
    return lambda all_: all_[key].pop(name)


def choice(key, number, **values):
    return lambda all_: all_[key]["choices"][number].update(values)


def _longest(all_):
    for key in ("w09-b01", "w09-b02", "w09-b03", "w09-b04"):
        right = next(c for c in all_[key]["choices"] if c.get("right"))
        right["text"] += " and so on and so forth, as far as anybody can see in a long winter"


def _shortest(all_):
    for number, key in enumerate(
        ("w09-b01", "w09-b02", "w09-b03", "w09-b04", "w09-b10", "w09-b11")
    ):
        next(c for c in all_[key]["choices"] if c.get("right"))["text"] = f"{'abcdef'[number]}"


@pytest.mark.parametrize(
    ("plant", "told"),
    planted(
        few=(lambda a: [a.popitem(), a.popitem()], "questions: expected at least 12"),
        kind=(change("w09-b08", kind="match"), "w09-b08, kind is 'match', expected one of choice"),
        typo=(change("w09-b01", mistake="x"), "w09-b01: there is no key 'mistake'; did you mean"),
        missing=(without("w09-b05", "unit"), "w09-b05: the key unit is missing"),
        no_why=(lambda a: a["w09-b01"]["choices"][0].pop("why"), "w09-b01, choices, entry 1: the"),
        empty=(choice("w09-b01", 0, why=" "), "w09-b01, choices, entry 1, why is ' ', expected"),
        bool=(choice("w09-b01", 0, text=False), "text is False, expected a text"),
        stray=(change("w09-b01", accept=["x"]), "w09-b01: a question of kind choice has no accept"),
        wrong_mistake=(
            lambda a: a["w09-b09"]["mistakes"][0].update(answer=3),
            "w09-b09, mistake 1: expected the keys text and why",
        ),
        twice=(change("w09-b02", key="w09-b01"), "w09-b01: 2 questions have this key"),
        other_week=(change("w09-b02", key="w08-b02"), "w08-b02: expected a key of this week"),
        objective=(change("w09-b02", objective="w09-o7"), "w09-b02: no objective w09-o7"),
        unchecked=(
            lambda a: [entry.update(objective="w09-o1") for entry in a.values()],
            "no question checks the objective w09-o2",
        ),
        two_right=(choice("w09-b01", 0, right=True), "w09-b01: expected exactly one right choice"),
        same_choice=(
            choice("w09-b10", 2, text="9  Thousand"), "w09-b10: '9 thousand' stands 2 times"
        ),
        longest=(_longest, "is the longest in 4 of 6 questions, expected at most 2"),
        shortest=(_shortest, "the right choice is the shortest in all"),
        field=(
            change("w09-b05", right="{vsits}"), "w09-b05: there is no figure vsits in '{vsits}'"
        ),
        answer_given_away=(
            lambda a: a["w09-b05"]["mistakes"][0].update(why="It is {answer}."),
            "w09-b05: there is no figure answer",
        ),
        form=(change("w09-b05", right="{visits:q}"), "the figure visits cannot be written"),
        dollar=(change("w09-b01", question="What is $x?"), "formula between two dollars"),
        role=(change("w09-b01", question="What says {claim}`S-115`?"), "roles and directives"),
        tag=(change("w09-b01", question="What is <b>bold</b>?"), "write without HTML"),
        control=(change("w09-b01", question="What\x07 is it?"), "a sign that is no letter"),
        rows=(change("w09-b05", draws=[{"visits": 330}]), "found 1"),
        other_names=(
            lambda a: a["w09-b05"]["draws"][0].pop("days"), "expected the same figures in each row"
        ),
        same_rows=(
            lambda a: a["w09-b05"]["draws"].__setitem__(0, {"visits": 420, "days": 140}),
            "w09-b05: two rows of draws are the same",
        ),
        unused=(
            lambda a: [row.update(beds=3) for row in a["w09-b05"]["draws"]],
            "w09-b05: nothing uses the figure beds",
        ),
        untold=(change("w09-b05", question="Suppose {visits}?"), "use days, which the question"),
        typed=(change("w09-b01", question="Which of 17 beds?"), "w09-b01: 17 typed by hand"),
        typed_draws=(
            change("w09-b05", question="{visits} visits in {days} days?"),
            "w09-b05: draws typed by hand",
        ),
        sum=(change("w09-b05", answer="visits / (days"), "the sum 'visits / (days' cannot"),
        name=(change("w09-b05", answer="visits / day"), "w09-b05: the sum 'visits / day' cannot"),
        nought=(change("w09-b05", answer="1 / (visits - visits)"), "cannot be worked out"),
        complex=(change("w09-b05", answer="(-visits) ** 0.5"), "expected a finite number"),
        call=(change("w09-b05", answer="open('x')"), "cannot be worked out"),
        tolerance=(change("w09-b05", tolerance="1 percent"), "w09-b05, tolerance is '1 percent'"),
        no_tolerance=(change("w09-b05", tolerance=0), "w09-b05"),
        wide=(change("w09-b05", tolerance="30 %"), "the tolerance is 0.66, expected above 0"),
        narrow=(change("w09-b06", tolerance=0.0001, answer="last / 7"), "takes 17.3 for 17.2857"),
        large=(change("w09-b05", answer="visits * 1e6"), "w09-b05-1: the answer 3.3e+08 is hard"),
        sign=(change("w09-b05", answer="0 - visits / days"), "does not speak of the sign"),
        near=(
            lambda a: a["w09-b05"]["mistakes"][0].update(answer="visits / days + 0.02"),
            "w09-b05-1: the answers 2.2 and 2.22 lie within the tolerance",
        ),
        near_in_one_draw=(
            lambda a: a["w09-b05"]["mistakes"][0].update(answer="days / 21.4"),
            "w09-b05-3: the answers 7.5 and 7.47664 lie",
        ),
        same_mistakes=(
            lambda a: a["w09-b05"]["mistakes"].append({"answer": "days / visits", "why": "x"}),
            "w09-b05-1: the answers 0.454545 and 0.454545 lie within",
        ),
        left_twice=(
            lambda a: a["w09-b08"]["pairs"][1].update(left="how full beds are"),
            "w09-b08: 'how full beds are' stands 2 times on one side",
        ),
        why_left=(
            lambda a: a["w09-b08"]["why"][0].update(left="beds"), "why names no left side: 'beds'"
        ),
        why_right=(
            lambda a: a["w09-b08"]["why"][0].update(right="beds"), "why names no right side: 'beds'"
        ),
        why_true=(
            lambda a: a["w09-b08"]["why"][0].update(right="occupancy"), "speaks against a right"
        ),
        why_none=(lambda a: a["w09-b08"]["why"].pop(0), "no why against a wrong match of 'how"),
        same_answer=(
            lambda a: a["w09-b05"]["draws"].__setitem__(1, {"visits": 220, "days": 100}),
            "w09-b05-1 and w09-b05-2: expected another answer from each row, found 2.2",
        ),
        twins=(
            change("w09-b04", question="What does the narrow link do to the links before it?"),
            "w09-b01 and w09-b04: expected two questions, found one twice",
        ),
        right_formula=(
            lambda a: a["w09-b08"]["pairs"][1].update(right="$G$"), "shows no formula: '$G$'"
        ),
        typeable=(change("w09-b09", accept=["= capacity"]), "no answer that somebody types"),
        right_and_wrong=(change("w09-b09", accept=["Demand"]), "'demand' stands 2 times"),
        no_pair=(without("w09-b10", "pair"), "w09-b10: expected pair for a pre or post question"),
        single=(lambda a: a.pop("w09-b11"), "pair ceiling: expected one pre and one post question"),
        pair_objective=(
            change("w09-b11", objective="w09-o2"), "pair ceiling: expected the same objective"
        ),
        same_item=(
            lambda a: a["w09-b11"].update(
                {name: a["w09-b10"][name] for name in ("question", "choices")}
            ),
            "pair ceiling: expected another question after than before",
        ),
        quiz=(
            change("w09-b01", question="Which link of the resort binds first as visits grow?"),
            "w09-b01: expected another question than question 1 of the chapter's quiz",
        ),
        quiz_answer=(
            choice("w09-b01", 1, text="The beds, since they are few in winter"),
            "w09-b01: its right choice stands in question 1 of the chapter's quiz",
        ),
        quiz_sum=(
            lambda a: a["w09-b05"].update(
                draws=[{"visits": 3300, "days": 150}, *a["w09-b05"]["draws"][:2]],
                answer="visits * days / 1000",
                mistakes=[{"answer": "visits", "why": "x"}],
            ),
            "w09-b05: its figures and its answer stand in question 2 of the chapter's quiz",
        ),
        exercise=(
            lambda a: a["w09-b07"].update(question="Suppose there are {beds} beds for {nights} days"
                                          ". How many nights?", draws=[
                {"beds": 820, "nights": 120}, *a["w09-b07"]["draws"][:2]]),
            "w09-b07: expected another question than exercise 'Nights of another hill'",
        ),
    ),
)  # fmt: skip
def test_a_planted_fault_is_told(root, plant, told):
    questions = banks.entries()
    plant(questions)
    found = check(banks.write(root, questions))
    assert any(told in fault for fault in found), found
    assert all(fault.startswith("w09-hill.yml") for fault in found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "expected a list with an entry for each question"),
        ("- a\n- b", "expected a list with an entry for each question"),
        ("key: w09-b01", "expected a list with an entry for each question"),
        ("- {key: w09", "expected a list in YAML"),
        ("- kind: choice", "w09-hill.yml, entry 1: the key key is missing"),
    ],
)
def test_a_file_that_is_no_bank_is_told(root, text, told):
    path = banks.write(root)
    path.write_text(text, encoding="utf-8")
    assert told in " ".join(check(path))


def test_a_missing_file_bytes_and_a_strange_name_are_told(root):
    path = banks.write(root)
    assert check(path.with_name("w10-no.yml")) == ["w10-no.yml: No such file or directory"]
    strange = path.rename(path.with_name("w10-no.yml"))
    assert "expected a name such as" in check(strange)[0]
    assert "expected it in teaching/bank of the course" in check(strange, path.parent)[0]
    strange.write_bytes(b"\xff\xfe- key")
    assert check(strange) == ["w10-no.yml: expected UTF-8"]
    with pytest.raises(BankError, match="expected UTF-8"):
        read_bank(strange)


def test_exercises_that_cannot_be_read_are_told(root):
    master = root / "exercises" / "w09-hill.master.md"
    master.write_text(banks.MASTER.replace("tolerance: 1", "tolerances: 1"), encoding="utf-8")
    (fault,) = check(banks.write(root))
    assert "the exercises cannot be compared: w09-hill.master.md, line 14" in fault


def test_figures_come_from_tables(root):
    questions = banks.entries()
    places = 'load("sheregesh_capacity").set_index("id")["value"]["beds_2020"]'
    for days, draw in enumerate(questions["w09-b07"]["draws"]):
        draw |= {"beds": {"from_table": places}, "nights": 40_000 + 10_000 * days}
    found = {question.key: question for question in read_bank(banks.write(root, questions))}
    assert found["w09-b07"].draws[0]["beds"] == from_table(places) == 3300
    questions["w09-b07"]["draws"][0]["beds"] = {"value": 'load("sheregesh_beds")'}
    (fault,) = check(banks.write(root, questions))
    assert "w09-b07: the expression 'load(\"sheregesh_beds\")' cannot be worked out" in fault
    with pytest.raises(ValueError, match="expected a finite number or words"):
        from_table('load("sheregesh_capacity")')


def test_sums_know_signs_and_functions_and_nothing_else():
    figures = {"a": 9, "b": 2}
    assert worked_out("sqrt(a) + min(a, b) ** 2 - -1 + exp(log(b))", figures) == pytest.approx(10)
    assert worked_out(3, {}) == 3
    for sum_ in ("a if b else 1", "a.real", "[a]", "__import__('os')", "a and b", "a > b", "'x'"):
        with pytest.raises(ValueError, match="the sum"):
            worked_out(sum_, figures)


def test_braces_of_formulas_stay_and_figures_go_in():
    figures = {"q": 1200, "share": 0.125}
    text = r"{q} at $\frac{q}{n}$ is {share:.1%}, $e^{-rt}$"
    assert filled(text, figures) == r"1,200 at $\frac{1{,}200}{n}$ is 12.5%, $e^{-rt}$"


def test_a_per_cent_sign_stays_with_its_number():
    assert html("Of 4 % and 5\n% it") == "<p>Of 4\u00a0% and 5\u00a0% it</p>"
    assert plain("Of 4 %") == "Of 4 %"


def test_texts_become_html_and_words():
    text = "Is *a < b* & `x*y*z`?\n\nCosts 5 \\$, $x^2 < 3$ and\n**$$\\sum_i x_i$$**"
    assert html(text) == (
        "<p>Is <em>a &lt; b</em> &amp; <code>x*y*z</code>?</p>"
        r"<p>Costs 5 $, \(x^2 &lt; 3\) and <strong>\[\sum_i x_i\]</strong></p>"
    )
    assert plain(text) == r"Is a < b & x*y*z? Costs 5 $, \(x^2 < 3\) and \[\sum_i x_i\]"
