# `make serve` and `make test` do all their set-up themselves: they need Python 3.11 or later and a package registry.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready



serve: $(READY)  ## install and run the server
	$(BIN)/mockwrite serve $(ARGS)

test: $(READY)  ## run the tests: the quick tier, or all of it when CI is set
	$(BIN)/python -m pytest -n 2 $(ARGS)

check: $(READY)  ## format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)  ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)  ## all benchmarks, side by side with peers
	$(BIN)/python -m benchmarks

bench-quick: $(READY)  ## the benchmarks in under two minutes
	$(BIN)/python -m benchmarks --quick

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mockwrite needs Python 3.11 or later; name one with make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[pytest]" --group dev
	touch $(READY)

clean:  ## remove what was installed and built
	rm -rf $(VENV) dist build node_modules
