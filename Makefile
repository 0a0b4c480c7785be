# make demo · make test · make check. Everything lives in .venv; nothing needs root.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SAMPLES := $(filter-out %.expected.txt,$(wildcard samples/*.html samples/*.md samples/*.txt))
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help docs demo test coverage check test-all bench profile stress clean install dev
.DELETE_ON_ERROR:

demo: $(STAMP)  ## install and narrate samples/ into audio_out/
	@$(BIN)/narrator read $(SAMPLES) --output audio_out
	@$(BIN)/narrator read samples/post.md --voice system:gmw/en-us --slug post-by-the-system-voice --output audio_out
	@echo "Open any of the .html pages beside them in a browser, or play the .mp3."

test: $(VENV)/.dev  ## the tests
	$(BIN)/python -m pytest -n 3 --no-cov

coverage: $(VENV)/.dev  ## the tests again, and which lines they reach (a third slower)
	$(BIN)/python -m pytest -n 3 --cov --cov-report=term

check: $(VENV)/.dev  ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

install: $(STAMP)
dev: $(VENV)/.dev

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "narrator needs Python 3.11 or newer; this is $$($(PYTHON) --version). Say which: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "Python's venv is missing here. On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(STAMP): $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing narrator into $(VENV) ..."
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(STAMP)
	@echo "Installing the tools for tests and checks into $(VENV) ..."
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@

test-all:  ## the tests on each Python that is here
	@for v in 3.11 3.12 3.13; do \
		if python$$v --version >/dev/null 2>&1; then \
			echo "== Python $$v"; $(MAKE) --no-print-directory test PYTHON=python$$v VENV=.venv-$$v || exit 1; \
		else echo "== Python $$v is not here"; fi; done

bench: $(VENV)/.dev  ## the table of docs/benchmarks.md
	$(BIN)/python -m tests.bench

profile: $(VENV)/.dev  ## where the time goes
	$(BIN)/python -m tests.bench --profile

stress: $(VENV)/.dev  ## what takes long: kill loops, fuzzing, hundreds of articles
	$(BIN)/python -m pytest -m stress --no-cov

help:  ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile

clean:  ## take away everything that was made, but audio_out
	rm -rf $(VENV) .venv-3.* build dist .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

docs: $(STAMP)  ## the parts of docs/ that are made from the code
	@{ sed '/^## Output$$/,$$d' docs/settings.md; $(BIN)/python -m narrator.settings.table; } > docs/settings.new && mv docs/settings.new docs/settings.md
