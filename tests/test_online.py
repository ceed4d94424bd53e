"""What puts the course online: workflows, GitLab's file and the container for Codespaces."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[1]
CONTAINER = ".devcontainer/devcontainer.json"
# The linter brings these schemas along and asks no host.
SCHEMAS = {
    ".github/workflows/*.yml": "vendor.github-workflows",
    ".github/actions/*/action.yml": "vendor.github-actions",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
}
FILES = {
    path.relative_to(ROOT).as_posix(): schema
    for pattern, schema in SCHEMAS.items()
    for path in sorted(ROOT.glob(pattern))
}
WORKFLOWS = [name for name in FILES if "/workflows/" in name]
COMMANDS = {"run", "script", "before_script", "after_script", "postCreateCommand"}
TARGET = re.compile(r"^([a-z][\w-]*):", re.MULTILINE)
# The course is built, tested and packed by make alone.
ROUNDABOUT = re.compile(
    r"(?:^|[;&|]\s*)(?:sudo )?(?:pip|uv|python3?|pytest|jupyter-book|regecon|npm|zip)\b"
)
HOST = re.compile(r"https?://|\b[\w-]+\.(?:github|gitlab)\.io\b|\bgit@")
SECRET = re.compile(r"\bsecrets\b|\$\{?[A-Z_]*(?:TOKEN|PASSWORD|SECRET)\b")
# An action by its major version, or one of ours.
ACTION = re.compile(r"actions/[a-z-]+@v\d+|\./\.github/actions/[a-z-]+")
# Who may write what; nobody else may.
WRITERS = {("test", "publish"): {"pages", "id-token"}, ("release", "release"): {"contents"}}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def found(data, keys: set[str]) -> Iterator[str]:
    """Every text under one of the keys, however deep."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in keys:
                yield from [value] if isinstance(value, str) else value
            else:
                yield from found(value, keys)
    elif isinstance(data, list):
        for value in data:
            yield from found(value, keys)


def faults(text: str) -> list[str]:
    """What a file of these asks for that it may not or cannot have."""
    told = [f"names a host: {hit}" for hit in HOST.findall(text)]
    told += [f"names a secret: {hit}" for hit in SECRET.findall(text)]
    data = yaml.safe_load(text)
    targets = set(TARGET.findall(read("Makefile")))
    for line in "\n".join(found(data, COMMANDS)).splitlines():
        if ROUNDABOUT.search(line):
            told.append(f"goes round make: {line}")
        if line.startswith("make "):
            called = {word for word in line.split()[1:] if not re.search("^-|=", word)}
            told += [f"no target of the Makefile: {word}" for word in sorted(called - targets)]
    for action in found(data, {"uses"}):
        ours = ROOT / action / "action.yml"
        if not ACTION.fullmatch(action) or (action.startswith("./") and not ours.is_file()):
            told.append(f"not an action by its major version: {action}")
    return told


def lint(*files: Path, schema: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    return subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("schema", SCHEMAS.values())
def test_every_file_is_what_its_platform_reads(schema):
    files = [ROOT / name for name, its in FILES.items() if its == schema]
    assert files
    done = lint(*files, schema=schema)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "right", "misspelt"),
    [
        (".github/workflows/test.yml", "runs-on:", "run-on:"),
        (".github/workflows/links.yml", "timeout-minutes:", "timeout-minute:"),
        (".github/workflows/release.yml", "contents: write", "content: write"),
        (".github/actions/ready/action.yml", "using:", "use:"),
        (".gitlab-ci.yml", "    expire_in:", "    expires_in:"),
        (".gitlab-ci.yml", "  script:", "  scripts:"),
    ],
)
def test_a_misspelt_key_is_found(tmp_path, file, right, misspelt):
    text = read(file)
    assert right in text
    spoilt = tmp_path / Path(file).name
    spoilt.write_text(text.replace(right, misspelt), encoding="utf-8")
    assert lint(spoilt, schema=FILES[file]).returncode == 1


@pytest.mark.parametrize("name", [*FILES, CONTAINER])
def test_every_file_calls_make_and_names_no_host_and_no_secret(name):
    assert faults(read(name)) == []


@pytest.mark.parametrize(
    ("file", "right", "wrong", "told"),
    [
        ("test.yml", "make test\n", "make tests\n", "no target of the Makefile: tests"),
        ("test.yml", "make test\n", "pytest tests\n", "goes round make: pytest tests"),
        ("links.yml", "make links", "python -m tools.links", "goes round make: python -m tool"),
        ("release.yml", "github.token", "secrets.MINE", "names a secret: secrets"),
        ("release.yml", "book.zip --", "https://us.org --", "names a host: https://"),
        ("test.yml", "deploy-pages@v5", "deploy-pages@main", "not an action by its major"),
        ("test.yml", "checkout@v7", "checkout", "not an action by its major version"),
        ("test.yml", "actions/ready", "actions/unready", "not an action by its major version"),
    ],
)
def test_a_planted_fault_is_found(file, right, wrong, told):
    text = read(f".github/workflows/{file}")
    assert right in text
    assert any(fault.startswith(told) for fault in faults(text.replace(right, wrong)))


def test_files_without_a_key_for_steps_are_read_as_well():
    gitlab = read(".gitlab-ci.yml").replace("- make test", "- make tset")
    assert faults(gitlab) == ["no target of the Makefile: tset"]
    container = json.loads(read(CONTAINER))
    assert faults(json.dumps(container | {"postCreateCommand": "make boook"})) == [
        "no target of the Makefile: boook"
    ]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_job_has_a_limit_and_no_right_that_it_does_not_need(name):
    workflow = yaml.safe_load(read(name))
    assert workflow["permissions"] == {"contents": "read"}
    for job, what in workflow["jobs"].items():
        assert what["timeout-minutes"] <= 120
        rights = {right for right, level in what.get("permissions", {}).items() if level == "write"}
        assert rights == WRITERS.get((Path(name).stem, job), set())
        steps = [step.get("uses", "") for step in what["steps"]]
        if rights:  # what may write runs nothing of the repository
            assert not any("checkout" in uses for uses in steps)
        for step in what["steps"]:
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False


def test_only_main_is_published_and_only_after_its_tests():
    jobs = yaml.safe_load(read(".github/workflows/test.yml"))["jobs"]
    main = "github.ref == 'refs/heads/main'"
    assert jobs["publish"]["if"] == main
    assert jobs["publish"]["needs"] == "test"
    (upload,) = (step for step in jobs["test"]["steps"] if "upload" in step.get("uses", ""))
    assert upload["if"] == main
    publish = yaml.safe_load(read(".gitlab-ci.yml"))["publish"]
    assert publish["needs"] == ["test"]
    assert publish["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]


PYTHONS = {
    ".github/actions/ready/action.yml": r'python-version: "([\d.]+)"',
    ".gitlab-ci.yml": r"image: python:([\d.]+)-",
    CONTAINER: r"/python:([\d.]+)-",
    "binder/runtime.txt": r"python-([\d.]+)$",
}


def test_every_platform_has_one_python_and_the_course_allows_it():
    """Binder takes an old one if it is told none, whatever pyproject.toml says."""
    (version,) = {re.search(rule, read(name), re.MULTILINE)[1] for name, rule in PYTHONS.items()}
    project = tomllib.loads(read("pyproject.toml"))["project"]
    assert version in SpecifierSet(project["requires-python"])
