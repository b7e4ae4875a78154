# make            extract raw/ into extracted/ (on a fresh machine: create .venv and install first)
# make test       run every test
# make audit      check the figures of extracted/ against their source, in the browser
# make check      lint, types, self-test of rules/
# make bench      speed and start-up time
# make benchmark  accuracy on annotated reports
# make clean      remove .venv and caches
#
# Needs Python 3.11 or newer; another one than python3: make PYTHON=/path/to/python

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: extract audit test check bench benchmark clean
.DEFAULT_GOAL := extract

# 3 = done, but some numbers are unexplained: said on the terminal, no reason to stop
extract: $(VENV)/installed
	$(BIN)/baoshu extract raw -o extracted || [ $$? -eq 3 ]

audit: extract
	$(BIN)/baoshu audit extracted --sources raw

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/baoshu rules check

bench: $(VENV)/installed-dev
	$(BIN)/python tests/bench.py

benchmark: $(VENV)/installed-dev
	$(BIN)/python tests/benchmark.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The stamps are copies of pyproject.toml: pip runs again only where its content has changed.
$(VENV)/installed: pyproject.toml | $(BIN)/python
	@cmp -s pyproject.toml $@ || { echo 'installing into $(VENV)'; $(PIP) -e . && cp pyproject.toml $@; }
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@cmp -s pyproject.toml $@ || { echo 'installing the tools for tests'; $(PIP) -e '.[dev]' && cp pyproject.toml $@; }
	@touch $@

$(BIN)/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	    "$$python" -m venv $(VENV) && exit 0; \
	    rm -rf $(VENV); \
	    echo "make: $$python cannot create $(VENV): install its venv module (Debian: apt-get install python3-venv)" >&2; \
	    exit 1; \
	done; \
	echo "make: Python 3.11 or newer is needed and python3 is $$(python3 --version 2>&1): install one," \
	    "or name it: make PYTHON=/path/to/python" >&2; \
	exit 1
