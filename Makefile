# Wayhouse: `make run` shows it, `make test` tests it; both install what is missing. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .stamps
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
RUN_PACKAGES := libsqlite3-mod-spatialite fonts-noto-core libfribidi0
TEST_PACKAGES := chromium libatomic1 poppler-utils postgresql postgresql-postgis
VENDOR := map/static/vendor

.PHONY: help run test quick look check bench install install-test clean

help: ## say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(STAMPS)/system:
	@mkdir -p $(STAMPS)
	@sh .ci/packages "$(SUDO)" python3-venv $(RUN_PACKAGES)
	@touch $@

$(STAMPS)/venv: requirements.txt pyproject.toml $(STAMPS)/system
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/vendor: package-lock.json $(STAMPS)/venv
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --omit=dev --ignore-scripts --no-audit --no-fund
	@mkdir -p $(VENDOR)
	cp node_modules/leaflet/dist/leaflet.js node_modules/leaflet/dist/leaflet.css node_modules/protomaps-leaflet/dist/protomaps-leaflet.js $(VENDOR)/
	@sed -i '/sourceMappingURL/d' $(VENDOR)/*.js
	@touch $@

$(STAMPS)/catalogs: $(wildcard translations/*/LC_MESSAGES/messages.po) $(STAMPS)/venv
	$(BIN)/python -m translations.catalogs compile
	@touch $@

install: $(STAMPS)/venv $(STAMPS)/vendor $(STAMPS)/catalogs ## install what running needs

$(STAMPS)/test: Makefile requirements-test.txt package-lock.json $(STAMPS)/vendor
	@sh .ci/packages "$(SUDO)" $(TEST_PACKAGES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-test.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

install-test: install $(STAMPS)/test ## install what testing needs

run: install ## show the demo on http://127.0.0.1:8000 (PORT= to change)
	@WAYHOUSE_BIND=127.0.0.1:$(PORT) exec $(BIN)/wayhouse demo

check: install-test ## linters, types, floors, catalogs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint portal/templates map/templates forum/templates resources/templates
	PATH="$(CURDIR)/$(BIN):$$PATH" node_modules/.bin/eslint portal/static map/static/map.js
	PATH="$(CURDIR)/$(BIN):$$PATH" node_modules/.bin/stylelint "portal/static/*.css"
	$(BIN)/python -m translations.catalogs check

test: check ## run all tests, on both databases and in a browser
	$(BIN)/pytest -n 2

quick: install-test ## the inner loop: the embedded database, no browser, no whole processes
	$(BIN)/pytest -q -n 2 -m "not browser and not slow" -k "not postgis"

look: install-test ## let axe look at every page in every language, narrow and wide, light and dark
	$(BIN)/pytest -n 2 -m thorough tests/browser

bench: install-test ## the benchmark table
	$(BIN)/python -m benchmarks

clean: ## remove what was installed and built
	rm -rf .venv node_modules $(VENDOR) $(STAMPS) translations/*/LC_MESSAGES/*.mo
