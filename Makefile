# make            extract raw/ into extracted/ (on a fresh machine: create .venv and install first)
# make test       run every test
# make audit      check the figures of extracted/ against their source, in the browser
# make check      lint, types, self-test of rules/
# make fast       the same compiled: .venv-fast/bin/baoshu (needs a C compiler, takes some three minutes)
# make bench      speed and start-up time, compiled and not
# make benchmark  accuracy on annotated reports
# make clean      remove .venv, .venv-fast and caches
#
# Needs Python 3.11 or newer; another one than python3: make PYTHON=/path/to/python

VENV := .venv
FAST := .venv-fast
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: extract audit test check fast bench benchmark clean
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

fast: $(FAST)/installed

bench: $(VENV)/installed-dev
	@$(MAKE) --no-print-directory fast || echo 'not compiled: measured in pure Python alone' >&2
	$(BIN)/python tests/bench.py

benchmark: $(VENV)/installed-dev
	$(BIN)/python tests/benchmark.py

clean:
	rm -rf $(VENV) $(FAST) .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The stamps are copies of pyproject.toml: pip runs again only where its content has changed.
$(VENV)/installed: pyproject.toml | $(BIN)/python
	@cmp -s pyproject.toml $@ || { echo 'installing into $(VENV)'; $(PIP) -e . && cp pyproject.toml $@; }
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@cmp -s pyproject.toml $@ || { echo 'installing the tools for tests'; $(PIP) -e '.[dev]' && cp pyproject.toml $@; }
	@touch $@

# Compiled in a copy: what a compiler leaves beside the sources would be run in their stead.
$(FAST)/installed: pyproject.toml $(shell find pipeline rules -type f -not -path '*/__pycache__/*') | $(BIN)/python
	@echo 'compiling into $(FAST)'
	@$(BIN)/python -m venv $(FAST)
	@copy=$$(mktemp -d) && trap 'rm -rf "$$copy"' EXIT \
	    && cp -R pyproject.toml README.md LICENSE pipeline rules "$$copy" \
	    && HATCH_BUILD_HOOK_ENABLE_MYPYC=1 $(FAST)/bin/python -m pip --disable-pip-version-check install --quiet "$$copy[fast]" \
	    || { echo "make: it could not be compiled; a C compiler and Python's headers are needed" \
	        '(Debian: apt-get install gcc python3-dev)' >&2; exit 1; }
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
