# Everything a newcomer needs is `make demo` and `make test`; both set up what they miss.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Each prints its numbers; `make bench-NAME ARGS=…` runs one, with its own options
BENCHMARKS := reading noise crawl archive reprints search exports cadence idle

.PHONY: demo full test check lint types floors quality torture lock bench clean

# The main job on the built-in demo site, in a throw-away archive
demo: $(VENV)/runtime
	$(BIN)/wenming demo

# Set up everything and run the tests; three at a time, as a third of their time is waiting
test: $(VENV)/develop
	$(BIN)/pytest -n 3 --dist loadfile

# What must hold before a commit, beside the tests
check: lint types floors quality

# Everything an installation may want: the web page, Parquet, alerts
full: $(VENV)/full

lint: $(VENV)/develop
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/develop
	$(BIN)/mypy

floors: $(VENV)/develop
	$(BIN)/lint-imports

# How well pages and noise are read, against the floors that must not be fallen below
quality: $(VENV)/develop
	$(BIN)/python benchmarks/reading.py --check
	$(BIN)/python benchmarks/noise.py --check

bench: $(BENCHMARKS:%=bench-%)

bench-%: $(VENV)/develop
	$(BIN)/python benchmarks/$*.py $(ARGS)

# Crashes, faults and a long month, many times over
torture: $(VENV)/develop
	$(BIN)/python benchmarks/torture.py $(ARGS)

# Resolve the dependencies anew; the locks hold hashes and no addresses
LOCK := uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml
lock:
	$(LOCK) --group build -o requirements.lock
	$(LOCK) --all-extras --group build -o requirements-full.lock
	$(LOCK) --all-extras --group build --group dev -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist *.egg-info

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "wenming needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime: $(BIN)/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@# Setuptools warns of every editable installation.
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/full: $(VENV)/runtime requirements-full.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-full.lock
	@touch $@

$(VENV)/develop: $(VENV)/runtime requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
