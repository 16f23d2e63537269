# make demo   set everything up and turn a real ramble into two goals
# make test   set everything up, then lint, types and all tests
# make lock   resolve the dependencies anew (needs uv); make fit   refit the classifiers; make tune   retrain the encoder (torch, half an hour)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet
EXAMPLE ?= examples/bridge-engineer.txt

.PHONY: demo test lint lock fit tune weights clean

demo: $(RUNTIME) weights
	@echo "Refining $(EXAMPLE)"
	@$(BIN)/refiner refine --no-input $(EXAMPLE)

test: $(DEV) weights lint
	@echo "Tests"
	@$(BIN)/pytest

lint: $(DEV)
	@echo "Lint"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo "Types"
	@$(BIN)/mypy

weights: $(RUNTIME)
	@$(BIN)/refiner model pull

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is %s: set PYTHON=python3.12, say." % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@echo "Setting up $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements/runtime.txt requirements/build.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing $$(grep -c '==' requirements/runtime.txt) locked packages (about half a minute)"
	@$(PIP) --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	@echo "Installing goal-refiner"
	@$(PIP) --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q refiner plugins prompts ui evals
	@touch $@

$(DEV): requirements/dev.txt $(RUNTIME)
	@echo "Installing the tools for lint, types and tests"
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet
lock:
	$(LOCK) requirements/build.in --output-file requirements/build.txt
	$(LOCK) pyproject.toml -c requirements/build.txt --output-file requirements/runtime.txt
	$(LOCK) pyproject.toml --extra dev --extra ui -c requirements/runtime.txt -c requirements/build.txt --output-file requirements/dev.txt

fit: $(DEV)
	@$(BIN)/python training/fit.py

tune: $(DEV)
	@$(PIP) -e '.[encoder]'
	@$(BIN)/python training/encoder.py

clean:
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache
