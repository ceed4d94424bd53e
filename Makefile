# Everything a newcomer needs: make book, make test. Nothing but Python 3.11+, git and make
# has to be there before.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BOOK := $(VENV)/.book
READY := $(VENV)/.ready
LABS := $(wildcard notebooks/*.ipynb teaching/*.ipynb)

# Where the browser's Python comes from: index, cdn, an address, or a Pyodide folder or archive.
PYODIDE ?= index

.PHONY: help check book draft bundle files browser-lab serve test test-browser-lab lab student words marked lint unit labs
.PHONY: test-oldest test-play teacher play
.PHONY: site measure bench measure-grading links clean lock
.DELETE_ON_ERROR:

help:
	@echo "make book     build the book and print the page to open"
	@echo "make draft WEEK=w09-resort-curve   build the pages of one week, in seconds"
	@echo "make bundle   write the book as one zip file, for a USB stick"
	@echo "make files    print the book and each week as PDF, and write the EPUB for a reader"
	@echo "make browser-lab   add the lab that runs in the browser, with nothing installed"
	@echo "make serve    open book and browser lab to this computer, at http://127.0.0.1:8000"
	@echo "make check    lint, and the tests that read what you have changed"
	@echo "make test     lint, unit tests, data, labs, strict build, browser tests"
	@echo "make lab      open JupyterLab on the labs"
	@echo "make student  write the students' notebooks into _build/student"
	@echo "make teacher  write the teacher's pack into _build/teacher: plans, kits, decks, questions, keys"
	@echo "make play     open the room: votes and games on the class's phones"
	@echo "make words    write the messages to translate into _build/words"
	@echo "make clean    remove all that was made"

# The book's own needs first, so that the first page comes soon; the rest when it is first asked
# for. uv resolves and unpacks in a fifth of pip's time; where pip cannot bring it, pip does.
install = if [ -x $(BIN)/uv ]; then $(BIN)/uv pip install --quiet --python $(BIN)/python $(1); \
  else $(BIN)/python -m pip install --quiet --disable-pip-version-check $(1); fi

$(BOOK): requirements.txt pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed')"
	$(PYTHON) -m venv $(VENV)
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	grep -v "^-e" requirements.txt > $(VENV)/constraints.txt
	$(call install,-e ".[book]" -c $(VENV)/constraints.txt)
	@touch $(BOOK)

$(READY): $(BOOK)
	$(call install,-r requirements.txt)
	@touch $(READY)

book: $(BOOK)
	$(BIN)/python -m regecon book

# Says what a week still lacks, then builds its pages.
draft: $(BOOK)
	$(BIN)/python -m regecon draft $(or $(WEEK),--help)

# The whole site opens from a folder, with no server and no network.
bundle: book
	$(BIN)/python -c "import shutil; print(shutil.make_archive('_build/book', 'zip', '_build/html'))"

# On paper and on a reader: _build/files. PDFs need a Chromium.
files: $(READY)
	$(BIN)/python -m tests.browser
	$(BIN)/python -m regecon book --pdf --epub

# The labs and exercises in the browser, beside the book, from this site alone.
browser-lab: book
	$(BIN)/python -m regecon lab --pyodide "$(PYODIDE)"

serve: $(BOOK)
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html 8000

# What one change touches; for a contributor, before a commit.
check: $(READY)
	$(BIN)/python -m tools.check

test: lint unit labs site

# Methods, tables, oracles and two labs on the lowest versions that pyproject.toml allows, in an
# environment of its own; too slow to make for every make test, so CI runs it after that.
OLDEST := $(VENV).oldest
$(OLDEST)/.ready: tests/oldest.txt
	$(PYTHON) -m venv $(OLDEST)
	$(OLDEST)/bin/python -m pip install --quiet --disable-pip-version-check -r tests/oldest.txt
	@touch $@

test-oldest: $(OLDEST)/.ready
	PYTHONPATH=. $(OLDEST)/bin/pytest tests/methods tests/cases tests/test_oracles.py \
	  tests/test_datasets_odd.py regecon/methods regecon/data regecon/cases
	PYTHONPATH=. $(OLDEST)/bin/pytest --nbval-lax notebooks/w06-*.ipynb notebooks/w12-*.ipynb

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

# A file is tested in one process, so that what its tests share is made once; the files come in
# their order, in which the last are small. Python keeps what it compiles: hundreds of processes
# would do it anew.
unit: export PYTHONDONTWRITEBYTECODE =
unit: $(READY)
	$(BIN)/python -m tests.sandbox
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder \
	  -m "not site and not browser and not browser_lab"

labs: $(READY)
	$(BIN)/pytest -n 2 --dist loadfile --nbval $(LABS)
	$(BIN)/python -m regecon student notebooks --out _build/masters
	$(BIN)/pytest -n 2 --dist loadfile --nbval-lax _build/masters

site: $(READY)
	$(BIN)/python -m regecon book --strict
	$(BIN)/python -m regecon lab --pyodide "$(PYODIDE)"
	$(BIN)/python -m tests.browser
	$(BIN)/pytest -n 2 --dist worksteal -rs tests/press tests/site \
	  -m "site or browser or browser_lab and not every_notebook"

# The room: bots on every path, hostile input, a kill, phones that are closed. make unit runs what
# needs no browser, if the room's environment is there already.
test-play: $(READY)
	$(BIN)/python -m regecon play --install
	$(BIN)/python -m tests.browser
	$(BIN)/pytest -m play -rs tests/play

# Every lab and every exercise in the browser; make test opens one of each.
test-browser-lab: browser-lab
	$(BIN)/python -m tests.browser
	$(BIN)/pytest -m browser_lab -rs tests/press/lab

# Page weight, time to ready and slider latency of the built book.
measure: $(READY)
	$(BIN)/python -m tools.measure

# Build times against the plain way to build, as ratios; kept in tools/bench.csv.
bench: $(READY)
	$(BIN)/python -m tools.bench

# Submissions a minute against `otter run`, growth from 10 to 200, memory.
measure-grading: $(READY)
	$(BIN)/python -m tools.measure_grading

# Asks every external address of book and datasets; needs a network, not part of make test.
links: $(READY)
	$(BIN)/python -m tools.links

lab: $(BOOK)
	$(BIN)/jupyter lab --notebook-dir=. notebooks

student: $(READY)
	$(BIN)/python -m regecon student build --out _build/student

# Answers and hidden interests: never into _build/html, which is what students see.
teacher: $(READY) book
	$(BIN)/python -m regecon teacher --out _build/teacher

# oTree has an environment of its own, .venv.play, made the first time.
play: $(BOOK)
	$(BIN)/python -m regecon play $(PLAY)

# What a translator starts from: a catalogue for each page, and five for all the rest.
words: $(READY)
	$(BIN)/python -m regecon words extract

# The whole book with every message in brackets; prints each word that has none.
marked: $(READY)
	$(BIN)/python -m tools.words_marked _build/marked
	$(BIN)/python -m tools.words_read _build/marked/_build/html

# For maintainers: pin the newest versions that pyproject.toml allows.
# From 4.25 on jsonschema, where Jupyter wants its formats, reads a grammar of addresses that takes
# seconds at each import of altair, in every kernel.
PIN = echo "jsonschema<4.25" | $(BIN)/uv pip compile --universal --quiet --no-header --no-annotate \
  --constraint - pyproject.toml
lock: $(READY)
	@{ echo "# Everything the course needs, pinned. Made with: make lock"; echo "-e ."; \
	  $(PIN) --extra full --extra book --extra lab --extra grade --extra teacher --extra test; } > requirements.new
	@{ echo "# What a reader of the labs needs, pinned. Made with: make lock"; echo "."; \
	  $(PIN) --extra full --extra student; } > requirements-student.new
	@mv requirements.new requirements.txt
	@mv requirements-student.new requirements-student.txt

clean:
	rm -rf _build $(VENV) .pytest_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
