# The one door: a laptop and CI type the same words. Nothing is written outside this folder.
PYTHON ?= python3
VENV := .venv
# Where the caches of pip, npm and Maven go unless you keep one elsewhere already.
PIP_CACHE_DIR ?= $(CURDIR)/.cache/pip
npm_config_cache ?= $(CURDIR)/.cache/npm
export PIP_CACHE_DIR npm_config_cache
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Reaches the build of our own wheel too, which -c does not; older and newer pip read different names.
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt
# The tests start the command hundreds of times: it is not to be compiled each time.
KEPT := PYTHONDONTWRITEBYTECODE=

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench faults clean again

help: ## say what can be typed
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s%s\n", $$1, $$2 }' Makefile
	@echo "PYTHON=python3.12 make ... takes another Python; it must be 3.11 or newer."

demo: $(VENV)/core ## build the bundled example and show what a graph answers
	@sh examples/demo.sh $(VENV)/bin

test: check ## format, lint, types and the whole test suite, on both engines
	$(KEPT) $(VENV)/bin/python -m pytest -n 3 --dist loadfile

check: $(VENV)/full ## format, lint and strict types only
	$(VENV)/bin/python -m ruff format --check .
	$(VENV)/bin/python -m ruff check .
	$(VENV)/bin/python -m mypy
	$(VENV)/bin/python -m cypher.generate --check
	$(VENV)/bin/python -m cli.docs --check

format: $(VENV)/full ## put the code in the form that check wants
	$(VENV)/bin/python -m ruff format .
	$(VENV)/bin/python -m ruff check --fix .

bench: $(VENV)/full ## measure speed and memory, and make bench/README.md of it (some hours; SMALL=1: minutes)
	$(VENV)/bin/python -m bench $(if $(SMALL),--smoke)

faults: $(VENV)/full ## kill, damage, fill and starve it, many times, and say what was lost (three quarters of an hour)
	$(KEPT) NARRAGRAPH_FAULTS=long $(VENV)/bin/python -m pytest -q -m fault

clean: ## remove the environment, the caches and every graph built under examples/
	rm -rf $(VENV) .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist examples/*/.narragraph examples/*/*/.narragraph
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment knows the folder it was made in: after a move it is made again.
ifneq ($(shell cat $(VENV)/place 2>/dev/null),$(CURDIR))
$(VENV)/place: again
endif
$(VENV)/place:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "narragraph needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1 | head -n 1)." >&2; \
	  echo "Install one, then name it: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make environments: its parts venv and ensurepip are missing." >&2; \
	  echo "On Debian and Ubuntu: sudo apt-get install python3-venv; then run make again." >&2; exit 1; }
	@echo "Making a Python environment in $(VENV) ..."
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@printf '%s\n' "$(CURDIR)" > $@

$(VENV)/core: $(VENV)/place pyproject.toml constraints.txt
	@echo "Installing narragraph and what it needs into $(VENV) (a minute or two, once) ..."
	@$(VENV)/bin/python -m pip install --quiet -c constraints.txt -e .
	@touch $@

$(VENV)/full: $(VENV)/core
	@echo "Installing what the tests need into $(VENV) (a minute or two, once) ..."
	@$(VENV)/bin/python -m pip install --quiet -c constraints.txt -e '.[test,py2neo,bench,scale]'
	@touch $@
