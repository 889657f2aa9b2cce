# `make` alone lists what there is. Needs Python 3.11 or later with pip, make and git; everything
# else is installed into .venv, from the lock files, and only when they have changed.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

export PORT ?= 8000
export DEMO_DIR ?= .demo

# Told to skip byte-compiling, Python would compile 3 seconds' worth of modules at every start.
unexport PYTHONDONTWRITEBYTECODE
# Whatever is installed or imported elsewhere on this machine stays out of .venv.
unexport PYTHONPATH
unexport PYTHONHOME

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.11 python3 python3.13 python3.12 python; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$p; break; }; done)

# A stamp carries a checksum of what it was made from in its name: another lock, another stamp.
checksum = $(shell { pwd -P; cat $(1) </dev/null; } 2>/dev/null | cksum | cut -d' ' -f1)
HERE := $(VENV)/.made-$(call checksum,)
RUN := $(VENV)/.runs-$(call checksum,requirements.lock pyproject.toml)
DEV := $(VENV)/.tests-$(call checksum,requirements-dev.lock pyproject.toml)
ALL := $(VENV)/.rare-$(call checksum,requirements-all.lock pyproject.toml)
# What ours is measured beside has an environment of its own.
PEERS_VENV := .venv-peers
PEERS := $(PEERS_VENV)/.peers-$(call checksum,requirements-peers.lock)

# A system's Python may come without the pip that new environments get; its own pip serves then.
PIP = $$($(BIN)/python -c 'import pip' 2>/dev/null && echo $(BIN)/python -m pip \
	|| echo $(PYTHON) -m pip --python $(BIN)/python) --disable-pip-version-check
# -qq leaves errors only: where packages are looked for is each machine's own affair. All is compiled
# afterwards, on all cores.
INSTALL = $(PIP) install -qq --no-input --no-compile

# A lock names every package with its hashes, so nothing is resolved: pip would look at a newer
# release of one that another asks for with an extra, and stop because the lock has no hash of it.
# Then the project itself, which fetches nothing.
define install
	$(INSTALL) --no-deps --require-hashes -r $(1)
	$(INSTALL) --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -qq -j 0 -x '$(SELDOM)' $(VENV)/lib src || true
endef

# Of these little is ever imported, and compiled then.
SELDOM = /(carrierdata|django|faker|geodata|moto|mypyc?|pip|pkg_resources|pygments|setuptools|tzdata)/

.PHONY: help
help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

.PHONY: demo
demo: $(RUN) ## Install, seed and serve the demonstration on localhost (PORT, DEMO_DIR)
	@$(BIN)/python -m compileall -qq src
	@exec $(BIN)/enroll demo

.PHONY: demo-reset
demo-reset: $(RUN) ## Forget what was done in the demonstration, and serve it anew
	@exec $(BIN)/enroll demo --reset

# Whoever has no tests left takes some of another's.
ON_ALL_CORES = $(BIN)/python -m pytest --numprocesses auto --dist worksteal
CHOSEN = -m "not rare and not faults"
# The domain in memory alone, and what is covered of it: with few examples of each property, as each
# takes several times as long where lines are counted.
CORE = tests/unit/domain tests/unit/services
COVERED = --cov --cov-report=term-missing:skip-covered --hypothesis-profile few
# Those in a browser stay by themselves: its event loop goes on in their processes, where others
# would start one.
JOURNEYS = CHROMIUM="$$($(BIN)/python tools/browser.py)" $(ON_ALL_CORES) e2e

.PHONY: test
test: $(DEV) ## Run every test but the long and rare ones; a real browser is among them
	@failed=0; \
	$(ON_ALL_CORES) $(CHOSEN) tests || failed=1; \
	$(ON_ALL_CORES) $(COVERED) $(CORE) || failed=1; \
	$(JOURNEYS) || failed=1; \
	exit $$failed

.PHONY: test-all
test-all: $(ALL) ## Run every test there is
	@failed=0; \
	$(ON_ALL_CORES) tests || failed=1; \
	$(ON_ALL_CORES) $(COVERED) $(CORE) || failed=1; \
	$(JOURNEYS) || failed=1; \
	exit $$failed

.PHONY: test-quick
test-quick: $(DEV) ## Run what needs no server and no browser, in less than a minute
	@$(ON_ALL_CORES) -m "not slow and not rare and not faults" -k "not postgresql" \
		--hypothesis-profile few $(CORE) tests/contract \
		tests/unit/adapters/spreadsheet/test_template.py tests/web/test_batches.py \
		tests/web/test_edit.py tests/web/test_transactions.py

.PHONY: test-faults
test-faults: $(DEV) ## Kill, race and stop all that is part of a delivery, and print what came of it
	@rm -f $(VENV)/faults.jsonl
	@FAULT_FIGURES=$(VENV)/faults.jsonl $(BIN)/python -m pytest tests/faults
	@cat $(VENV)/faults.jsonl

.PHONY: test-attack
test-attack: $(DEV) ## Attack the site in every way that there is a test of, and print what came of it
	@$(BIN)/python -m tests.attacks $(OPTIONS)

.PHONY: fuzz
fuzz: $(DEV) ## Read mutated uploads for two minutes (OPTIONS="--seconds 600" for ten); print what broke
	@$(BIN)/python -m tests.fuzz $(OPTIONS)

.PHONY: check
check: $(DEV) ## Check style, types, imports and the rules of the tree, without running the site
	@$(MAKE) --jobs 4 --keep-going check-types check-imports check-tree check-style

.PHONY: check-style check-types check-imports check-tree
check-style:
	@$(BIN)/ruff check --quiet .; $(BIN)/ruff format --quiet --check .; \
	$(BIN)/djangofmt --quiet --check templates; $(BIN)/codespell; \
	echo "Style and spelling: well"
check-types:
	@$(BIN)/mypy --no-error-summary; echo "Types: well"
check-imports:
	@$(BIN)/lint-imports --no-logo >$(VENV)/imports.txt || { cat $(VENV)/imports.txt; exit 1; }; \
	echo "Imports: well"
check-tree:
	@$(BIN)/python -m pytest --quiet --noconftest tests/architecture; echo "Rules of the tree: well"

.PHONY: bench
bench: $(DEV) ## Measure reading, uploading, showing and submitting, and print the ratios
	@$(BIN)/python -m bench

.PHONY: bench-delivery
bench-delivery: $(DEV) ## Submit a hundred batches to several servers and workers, on each database
	@$(BIN)/python -m bench.delivery

.PHONY: bench-peers
bench-peers: $(DEV) $(PEERS) ## Measure ours beside django-import-export and Frictionless in one run
	@$(BIN)/python -m bench.peers $(OPTIONS)

.PHONY: bench-scale
bench-scale: $(DEV) ## Measure with millions of members, many uploads at once, and thousands of them
	@$(BIN)/python -m bench.scale $(OPTIONS)

.PHONY: samples
samples: $(DEV) ## Make the sample workbooks anew, from the template itself
	@$(BIN)/python -m tools.samples

.PHONY: tables
tables: $(ALL) ## Write anew the tables of settings, of odd workbooks and of ZIP codes
	@$(BIN)/python -m tools.settings_table
	@$(BIN)/python -m tools.workbook_table
	@$(BIN)/python -m tools.zip_table

.PHONY: screenshots
screenshots: $(DEV) ## Take the documentation's pictures anew
	@CHROMIUM="$$($(BIN)/python tools/browser.py)" $(BIN)/python -m tools.screenshots

.PHONY: format
format: $(DEV) ## Put code and templates in their usual shape
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .; $(BIN)/djangofmt --quiet templates

.PHONY: lock
lock: ## Choose the newest allowed versions of every package, and write the lock files
	@tools/lock $(PYTHON)

.PHONY: bom
bom: $(DEV) ## Print what the service is made of, as a CycloneDX bill of materials
	@$(BIN)/python -m tools.bom

.PHONY: clean
clean: ## Remove what was installed and made; the demonstration's files stay
	rm -rf $(VENV) $(PEERS_VENV) build dist .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

.PHONY: install install-dev
install: $(RUN)
install-dev: $(DEV)

# Keyed on the folder, because an environment that was moved or copied does not work.
$(HERE):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed. Install it, then run make again." >&2; exit 1; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || $(PYTHON) -m venv --clear --without-pip $(VENV)
	@touch $@

$(RUN): | $(HERE)
	@echo "Installing what the service needs into $(VENV)"
	@rm -f $(VENV)/.runs-* $(VENV)/.tests-* $(VENV)/.rare-*
	@$(call install,requirements.lock)
	@touch $@

$(DEV): | $(HERE)
	@echo "Installing what the service and its tests need into $(VENV)"
	@rm -f $(VENV)/.runs-* $(VENV)/.tests-* $(VENV)/.rare-*
	@$(call install,requirements-dev.lock)
	@touch $@ $(RUN)

$(ALL): $(DEV)
	@$(INSTALL) --no-deps --require-hashes -r requirements-all.lock
	@touch $@

# As above, but in the other environment, and without the project.
$(PEERS): VENV := $(PEERS_VENV)
$(PEERS): BIN := $(PEERS_VENV)/bin
$(PEERS):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed. Install it, then run make again." >&2; exit 1; }
	@echo "Installing what ours is measured beside into $(VENV)"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || $(PYTHON) -m venv --clear --without-pip $(VENV)
	@$(INSTALL) --no-deps --require-hashes -r requirements-peers.lock
	@$(BIN)/python -m compileall -qq -j 0 -x '$(SELDOM)' $(VENV)/lib || true
	@touch $@
