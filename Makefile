# `make serve` and `make test` do all their set-up themselves: they need Python 3.11 or later and a package registry.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := python -m pip install --quiet --disable-pip-version-check
# Versions and hashes of all that development needs; `make lock` writes it.
LOCK := requirements-dev.txt
# Programs for releases and audits.
TOOLS := .venv-tools
MUTANTS := build/mutants
# An environment with the lowest version of each dependency, and the tests that have to pass there.
LOWEST := .venv-lowest
LOWEST_TESTS := tests/plugin tests/transports tests/server tests/seed tests/api tests/sdk tests/control/test_documents.py \
	tests/control/test_events.py tests/delivery tests/faults tests/state tests/conformance/test_recordings.py

.PHONY: help
help:  ## what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: serve
serve: $(READY)  ## install and run the server; ARGS="--port 7000" and so on
	$(BIN)/mockwrite serve $(ARGS)

.PHONY: test
test: $(READY)  ## run the tests: the quick tier, or all of it when CI is set; ARGS="-k name"
	$(BIN)/python -m pytest -n 2 $(ARGS)

.PHONY: test-lowest
test-lowest: $(LOWEST)/.ready  ## run a part of the tests with the lowest version of each dependency
	env -u CI $(LOWEST)/bin/python -m pytest -n 2 $(LOWEST_TESTS) $(ARGS)

.PHONY: coverage
coverage: $(READY)  ## run the tests and say which branches they did not take
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered --cov-report=html $(ARGS)

.PHONY: check
check: $(READY) check-page check-js  ## format, lint, types, layers, the page's scripts, the types of the npm package
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: check-page
check-page:
	@if command -v npm >/dev/null 2>&1; then \
	  test -x tests/sdk/node_modules/.bin/oxlint || npm ci --prefix tests/sdk --loglevel=error || exit 1; \
	  tests/sdk/node_modules/.bin/oxlint --deny-warnings mockwrite/control/page; \
	elif [ -n "$$CI" ]; then echo "npm is missing: the page's scripts cannot be checked" >&2; exit 1; \
	else echo "npm is not installed: the page's scripts are not checked here, CI does it"; fi

# The types of the npm package come from the server's description of itself: fails when they are not those of today.
.PHONY: check-js
check-js: $(READY)
	@if command -v npm >/dev/null 2>&1; then \
	  test -x js/node_modules/.bin/tsc || npm ci --prefix js --loglevel=error || exit 1; \
	  PATH="$(abspath $(BIN)):$$PATH" npm run --silent check --prefix js; \
	elif [ -n "$$CI" ]; then echo "npm is missing: the types of the npm package cannot be checked" >&2; exit 1; \
	else echo "npm is not installed: the types of the npm package are not checked here, CI does it"; fi

.PHONY: image
image:  ## build the image (docs/containers.md)
	docker build --tag mockwrite .

.PHONY: format
format: $(READY)  ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: tables
tables: $(READY)  ## write the tables of the docs that come from data
	$(BIN)/python docs/generate.py

.PHONY: docs
docs: tables  ## write these tables, and build the docs as a site with a search: build/site/index.html
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

.PHONY: lock
lock: $(READY)  ## choose the versions of the development dependencies anew and write them down with their hashes
	$(BIN)/$(PIP) uv
	$(BIN)/uv export --quiet --upgrade --all-extras --group dev --no-emit-project --no-annotate --no-header \
	  --format requirements-txt --output-file $(LOCK)
	rm -f uv.lock

.PHONY: audit
audit: $(READY)  ## look for known vulnerabilities in what is locked
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/$(PIP) pip-audit
	$(TOOLS)/bin/pip-audit --strict --require-hashes --disable-pip --requirement $(LOCK)
	npm audit --prefix tests/sdk --omit=optional --audit-level=high
	npm audit --prefix js --audit-level=high

# In a copy: what is planted there cannot stay in the project.
.PHONY: mutants
mutants: $(READY)  ## plant small mistakes, 20 in each module of tests/mutants.toml, and list those that no test notices; ARGS="--most 500 --only lists"
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/$(PIP) cosmic-ray
	rm -rf $(MUTANTS)
	mkdir -p $(MUTANTS)
	git ls-files | tar -c -T - | tar -x -C $(MUTANTS)
	cd $(MUTANTS) && PYTHONPATH=.:pytest_plugin:fixtures PATH="$(abspath $(TOOLS)/bin):$$PATH" \
	  $(abspath $(TOOLS))/bin/python tests/mutate.py $(abspath $(BIN)/python) $(ARGS)

.PHONY: sbom
sbom: $(READY)  ## write the bill of materials of what a user installs: dist/sbom.json
	$(PYTHON) -m venv --clear $(TOOLS)/user
	$(TOOLS)/user/bin/$(PIP) .
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/$(PIP) cyclonedx-bom
	mkdir -p dist
	$(TOOLS)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-file dist/sbom.json $(TOOLS)/user/bin/python

.PHONY: dist
dist:  ## build and check what is published
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/$(PIP) build twine
	rm -rf dist
	$(TOOLS)/bin/python -m build
	$(TOOLS)/bin/twine check --strict dist/*

.PHONY: bench
bench: $(READY)  ## all benchmarks, side by side with peers
	$(BIN)/python -m benchmarks

.PHONY: bench-quick
bench-quick: $(READY)  ## the benchmarks in under two minutes
	$(BIN)/python -m benchmarks --quick

$(READY): pyproject.toml $(LOCK)
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mockwrite needs Python 3.11 or later; name one with make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/$(PIP) --upgrade "pip>=25.1"
	$(BIN)/$(PIP) --require-hashes --requirement $(LOCK)
	$(BIN)/$(PIP) --no-deps --editable .
	touch $(READY)

$(LOWEST)/.ready: pyproject.toml
	$(PYTHON) -m venv --clear $(LOWEST)
	$(LOWEST)/bin/$(PIP) uv
	$(LOWEST)/bin/uv pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct --editable ".[all]"
	$(LOWEST)/bin/uv pip freeze --quiet --python $(LOWEST)/bin/python --exclude-editable | grep -v '^uv==' >$(LOWEST)/lowest.txt
	$(LOWEST)/bin/uv pip install --quiet --python $(LOWEST)/bin/python --constraint $(LOWEST)/lowest.txt --editable ".[all]" --group test
	touch $@

.PHONY: clean
clean:  ## remove what was installed and built
	rm -rf $(VENV) $(LOWEST) $(TOOLS) dist build htmlcov .coverage node_modules tests/sdk/node_modules js/node_modules js/dist js/LICENSE
