# Every command of this repository; `make` alone lists them.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
ifeq ($(PYTHON),)
$(error Python 3.11 or newer is needed: make PYTHON=/where/it/is)
endif
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup run test check demo bench bench-year bench-exports bench-intake lock clean

help:  ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 8

setup:  ## make .venv, the front-end files and the test browser (nothing to do: under a second)
	@$(PYTHON) .ci/setup.py dev

run:  ## start web server, worker, beat and broker; prints the address and the accounts
	@$(PYTHON) .ci/setup.py runtime
	@exec $(BIN)/jixiao up

test:  ## check, then every test
	@$(PYTHON) .ci/parts.py test

check:  ## lint, format, types, import directions, architecture, generated documents
	@$(PYTHON) .ci/parts.py check

demo:  ## take one declaration through its whole life on a throw-away stack
	@$(PYTHON) .ci/setup.py dev
	@$(BIN)/jixiao demo

bench:  ## measure the hot paths and print ratios
	@$(PYTHON) .ci/setup.py dev
	@$(BIN)/python -m benchmarks

bench-year:  ## a simulated year of reminders with lost days and deaths, then 20 real kill -9
	@$(BIN)/python -m benchmarks.simulated_year --kills 20

bench-exports:  ## measure a list of 100,000 rows as xlsx and csv: seconds and memory on both databases
	@$(PYTHON) .ci/setup.py dev
	@$(BIN)/python -m benchmarks.exports

bench-intake:  ## measure how much of forms intake reads right, layout by layout
	@$(PYTHON) .ci/setup.py dev
	@$(BIN)/python -m benchmarks.intake_accuracy

lock:  ## resolve all Python packages anew and write the lock files
	@$(PYTHON) .ci/setup.py lock

clean:  ## remove what these commands made; your data stays
	@rm -rf .venv .boot .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache webapp/static/vendor
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
