# The one door: make run, make test, make prove, make check, make bench, make docs, make help.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export PYTHONSAFEPATH := 1
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2
SEED ?= 1

.PHONY: help run test prove check bench docs setup web format generated

help: ## What can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/.synced ## Python and its packages, as locked

.venv/.synced: pyproject.toml uv.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv sync --frozen --quiet
	@touch $@

web: setup ## The pages, built when their sources changed
	@$(BIN)/python scripts/web.py build

run: web ## The CRM with demo data at http://127.0.0.1:8000 (or DOUGONG_PORT)
	@$(BIN)/dougong demo

test: web ## Every test: engines, both databases, the pages, the browser
	@$(BIN)/python scripts/ensure.py postgresql chromium
	@$(BIN)/python scripts/web.py test
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup

prove: web ## The expression language at length: 20,000 cases on four back ends, 100,000 texts (SEED=1)
	@$(BIN)/python scripts/ensure.py postgresql
	DOUGONG_PROPERTY_CASES=20000 DOUGONG_PROPERTY_SEED=$(SEED) DOUGONG_FUZZ_PARSER=100000 DOUGONG_FUZZ_CHECK=50000 \
	  $(BIN)/pytest -n $(WORKERS) tests/platform/storage/test_expression_four_ways.py \
	  tests/engines/expression/test_parse.py tests/engines/expression/test_check_fuzz.py

check: setup ## Format, lint, types, layer contracts, generated files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/generated.py --check
	@$(BIN)/python scripts/web.py check

generated: setup ## Write again what is generated from the code: references, schema, OpenAPI
	$(BIN)/python scripts/generated.py

format: setup ## Format and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: web ## Benchmarks, apart from the tests
	$(BIN)/python -m benchmarks

docs: generated ## The reference pages
