# Every command of this repository. `make` alone lists them.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
BIN := .venv/bin
SETUP = $(if $(PYTHON),$(PYTHON) .ci/setup.py,@echo "Python 3.11 or newer is needed" >&2; exit 1;)

.DEFAULT_GOAL := help
.PHONY: help setup lock run

help:  ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

setup:  ## make .venv, the front-end files and the test browser
	@$(SETUP) dev

lock:  ## resolve all packages anew and write the lock files
	@$(SETUP) lock

run:  ## start everything: web server, worker, beat, broker (address and accounts are printed)
	@$(SETUP) runtime
	@$(BIN)/jixiao up
