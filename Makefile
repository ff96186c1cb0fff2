# Everything runs from a virtual environment of the project's own, `.venv`.
#   make demo      the tool with two invented schools and their practice LMSs
#   make test      every test, on SQLite and PostgreSQL, and in a browser
#   make check     style, types, architecture, templates, translations, house rules
# Options for the program behind a target go into ARGS: make test ARGS="-k wall"

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
WORKERS ?= auto
PIP := PIP_ROOT_USER_ACTION=ignore $(BIN)/python -m pip -qq --disable-pip-version-check
LOCKED := $(PIP) install --require-hashes -r

CATALOGUES := $(wildcard rers_school/translations/*/LC_MESSAGES/messages.po)
COMPILED := $(CATALOGUES:.po=.mo)
KEYWORDS := -k lazy_gettext -k lazy_ngettext:1,2 -k lazy_pgettext:1c,2 -k _l

.PHONY: help install install-test demo test check bench bench-year bench-networks bench-matching translations \
  starter pictures lock clean

help:
	@sed -n '2,5s/^# \{0,1\}//p' Makefile

install: $(VENV)/.installed $(COMPILED)

install-test: install $(VENV)/.installed-test

$(BIN)/python:
	@found=; for candidate in $${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do \
	  if command -v "$$candidate" >/dev/null && \
	     "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo "Python 3.11 or newer is needed; none was found." >&2; exit 1; fi; \
	"$$found" -m venv $(VENV) || { \
	  rm -rf $(VENV); \
	  echo "$$found has no working venv module (on Debian: apt install python3-venv)." >&2; \
	  exit 1; }

$(VENV)/.installed: requirements/build.txt requirements/runtime.txt requirements/runtime.in \
		pyproject.toml | $(BIN)/python
	@echo "Installing the application into $(VENV) …"
	@$(LOCKED) requirements/build.txt
	@$(LOCKED) requirements/runtime.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-test: requirements/test.txt $(VENV)/.installed
	@echo "Installing the tools for tests and checks …"
	@$(LOCKED) requirements/test.txt
	@touch $@

%.mo: %.po $(VENV)/.installed
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ \
	  --locale $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))

demo: install
	@$(BIN)/rers-school demo $(ARGS)

test: install-test
	@browser=$$(scripts/ensure_browser.sh); \
	RERS_CHROMIUM=$$browser $(BIN)/python -m pytest --numprocesses $(WORKERS) $(ARGS)

check: install-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint rers_school
	$(BIN)/python scripts/check_translations.py
	$(BIN)/python scripts/check_house.py

bench: install-test
	@$(BIN)/python -m bench $(ARGS)

bench-year: install-test
	@browser=$$(scripts/ensure_browser.sh); RERS_CHROMIUM=$$browser $(BIN)/python -m bench.year $(ARGS)

$(VENV)/.installed-bench: requirements/bench.txt $(VENV)/.installed-test
	@echo "Installing what the engine is compared with …"
	@$(LOCKED) requirements/bench.txt
	@touch $@

bench-matching: install-test $(VENV)/.installed-bench
	@$(BIN)/python -m bench.matching $(ARGS)

bench-networks: install-test
	@$(BIN)/python -m bench.networks $(ARGS)

# Collect the words of the interface into the catalogues; then write the missing French.
translations: install
	@$(BIN)/pybabel --quiet extract --mapping babel.cfg $(KEYWORDS) --sort-output \
	  --add-location file --project rers-school --output messages.pot .
	@for language in fr; do \
	  action="update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date"; \
	  [ -f rers_school/translations/$$language/LC_MESSAGES/messages.po ] || action=init; \
	  $(BIN)/pybabel --quiet $$action --input-file messages.pot --width 100 \
	    --output-dir rers_school/translations --locale $$language; \
	done
	@rm messages.pot

# The guide, the letter and the poster as text, from what the program shows.
starter: install
	@$(BIN)/python -m scripts.write_starter

# Draw the pictures of the teachers' guides anew.
pictures: install-test
	@browser=$$(scripts/ensure_browser.sh); RERS_CHROMIUM=$$browser $(BIN)/python -m scripts.pictures

# Choose newer versions within the ranges of requirements/*.in and lock them with their hashes.
COMPILE := env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null \
  CUSTOM_COMPILE_COMMAND="make lock" ../.venv-lock/bin/pip-compile --quiet --upgrade \
  --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links \
  --no-emit-trusted-host

lock: | $(BIN)/python
	@[ -x .venv-lock/bin/pip-compile ] || { \
	  $(BIN)/python -m venv .venv-lock && .venv-lock/bin/pip install --quiet pip-tools; }
	@cd requirements && for use in build runtime test bench; do $(COMPILE) $$use.in; done

clean:
	rm -rf $(VENV) .venv-lock build dist ./*.egg-info .pytest_cache .mypy_cache .ruff_cache \
	  .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
	find rers_school -name '*.mo' -delete
