# Every target sets up what it needs: each works alone and first.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
BI := .venv-bi
BI_STAMP := $(BI)/.installed
# hashes, so that nobody can slip in another file; no address, so that everybody asks their own registry
COMPILE := $(BIN)/uv pip compile --quiet --no-header --no-annotate --no-emit-index-url --generate-hashes --python-version 3.11
# a refresh, and each of many tests, starts processes: every one would compile the package anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup setup-dev refresh test lint unit spark bench bi docs lineage demo dist site schedule lock clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: $(STAMP)  ## make the environment in .venv, for a refresh (LEAN=1: without the libraries of spatial models and briefs)

setup-dev: $(DEV_STAMP)  ## the same with what tests and checks need

$(STAMP): requirements.lock requirements-spatial.lock requirements-report.lock pyproject.toml package-lock.json
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "wenmai needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Setting up the environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@awk '/^[^ ]/ {wanted = /^uv==/} wanted' requirements.lock >$(VENV)/uv.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(VENV)/uv.lock
	@$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes --python $(BIN)/python --requirement requirements.lock $(if $(LEAN),,--requirement requirements-spatial.lock --requirement requirements-report.lock)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@if command -v npm >/dev/null; then npm ci --omit=dev --silent --no-audit --no-fund; \
	else echo "npm is not here: the atlas will show tables instead of charts."; fi
	@touch $@

$(DEV_STAMP): requirements-dev.lock package-lock.json | $(STAMP)
	@echo "Setting up the tools for tests and checks in $(VENV) …"
	@$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes --python $(BIN)/python --requirement requirements-dev.lock
	@if command -v npm >/dev/null; then npm ci --silent --no-audit --no-fund; fi
	@touch $@

refresh: $(STAMP)  ## build and publish the warehouse from the demo and your landing folder
	@$(BIN)/wenmai refresh

test: lint unit  ## all checks and tests

lint: $(DEV_STAMP)  ## ruff, mypy, sqlfluff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy & $(BIN)/sqlfluff lint --processes 2 models tests macros && wait $$! || { wait; exit 1; }

unit: $(DEV_STAMP)  ## pytest (dbt's own tests run inside it)
	@$(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

spark: $(DEV_STAMP)  ## the extra for Spark, and its tests on a cluster of this machine (needs Java; minutes)
	@$(BIN)/uv pip install --quiet --require-hashes --python $(BIN)/python --requirement requirements-spark.lock
	@$(BIN)/pytest tests/pipeline/test_mill_doors.py

bench: $(DEV_STAMP)  ## benchmarks, as ratios in one run
	@$(BIN)/python -m benchmarks

bi: $(STAMP)  ## Apache Superset on the serving file, for this machine (docs/bi.md)
	@$(BIN)/python bi/superset/serve.py --check
	@$(MAKE) --no-print-directory $(BI_STAMP)
	@$(BI)/bin/python bi/superset/serve.py

$(BI_STAMP): bi/superset/requirements.lock | $(STAMP)
	@echo "Setting up Superset in $(BI) (about 700 MB) …"
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python $(BI)
	@$(BIN)/uv pip sync --quiet --require-hashes --python $(BI)/bin/python bi/superset/requirements.lock
	@touch $@

docs: $(STAMP)  ## dbt's documentation site in target/
	@$(BIN)/dbt docs generate --static --quiet && echo "Open target/static_index.html"

lineage: $(DEV_STAMP)  ## which column comes from which, as a page in target/lineage/
	@$(BIN)/dbt docs generate --quiet
	@$(BIN)/colibri generate --light --disable-telemetry --output-dir target/lineage >target/lineage.log 2>&1 || { cat target/lineage.log; exit 1; }
	@echo "Open target/lineage/index.html"

demo: $(DEV_STAMP)  ## make the demo's files anew
	@$(BIN)/python -m demo

dist: $(STAMP)  ## wheel and source archive, in dist/
	@test -f node_modules/echarts/dist/echarts.min.js || { echo "The wheel carries ECharts: install npm and run \`npm ci --omit=dev\`."; exit 1; }
	@$(BIN)/uv build --quiet --no-build-isolation --python $(BIN)/python --out-dir dist
	@ls -l dist | awk 'NR > 1 {printf "dist/%s  %.1f MB\n", $$9, $$5 / 1e6}'

site: $(DEV_STAMP)  ## the pages of docs/ as a site, in site/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "site/index.html"

schedule: $(STAMP)  ## refresh every day at six, until stopped
	@$(BIN)/wenmai schedule

lock: $(STAMP)  ## resolve the requirements and the atlas's packages into their locks
	@$(COMPILE) --output-file requirements.lock requirements.in requirements-setup.in
	@$(COMPILE) --constraint requirements.lock --output-file requirements-spatial.lock requirements-spatial.in
	@$(COMPILE) --constraint requirements.lock --constraint requirements-spatial.lock --output-file requirements-report.lock requirements-report.in
	@$(COMPILE) --constraint requirements.lock --output-file requirements-spark.lock requirements-spark.in
	@$(COMPILE) --constraint requirements.lock --constraint requirements-spatial.lock --constraint requirements-report.lock --output-file requirements-dev.lock requirements-dev.in
	@$(COMPILE) --output-file bi/superset/requirements.lock bi/superset/requirements.in
	@npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --silent --no-audit --no-fund

clean:  ## remove what the refresh and the tests made (not your landing folder)
	rm -rf target logs build serving dist site node_modules .pytest_cache .mypy_cache .ruff_cache
