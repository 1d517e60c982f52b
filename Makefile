# Only Python 3.11 to 3.14 and make have to be there; the rest is installed into .venv and
# frontend/node_modules. local/bootstrap.py does that, and does nothing when nothing changed.
.DEFAULT_GOAL := help
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null \
	&& echo $$python && break; done)
BIN := $(CURDIR)/.venv/bin
PACKAGES := noria store activities workflows worker api local
INSTALL = @test -n "$(PYTHON)" || { echo "Noria needs Python 3.11 to 3.14; set PYTHON=/path/to/it." >&2; exit 1; }; \
	$(PYTHON) -m local.bootstrap
WITH_BIN := PATH=$(BIN):$$PATH
# A test that fails is tried once more, and named: servers, clocks and the machine are real.
PYTEST := $(BIN)/python -m pytest -q --reruns 1 -raR --durations=20 --durations-min=5
# By their folders: to collect all the others takes a minute, and finds none of these.
# The others run while the browser waits for pages; what it said comes last.
BROWSER_LOG := .venv/browser-tests.log
SERVER_TESTS := { $(PYTEST) tests/e2e/test_web.py > $(BROWSER_LOG) 2>&1 & browser=$$!; status=0; \
	$(PYTEST) -m server --ignore tests/e2e/test_web.py tests/e2e tests/local || status=1; \
	wait $$browser || status=1; cat $(BROWSER_LOG); test $$status = 0; }
SBOM := mkdir -p sbom && $(BIN)/python -m local.supply sbom > sbom/python.cdx.json && $(BIN)/python -m local.supply sbom web > sbom/web.cdx.json
BANDIT := $(BIN)/bandit --quiet --recursive --configfile pyproject.toml $(PACKAGES)

# Compiled modules are kept, whatever the shell says: each start of a process would compile them again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: audit sbom help run install test test-fast e2e bench bench-loops bench-web screenshots check lint types ui fix client dead lock

help: ## Show this help
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: ## Start all of Noria on this machine; Ctrl-C stops it
	$(INSTALL) && exec $(BIN)/python -m local --stop-with-parent

install: ## Install what is missing and build the web app
	$(INSTALL)

test: install ## Every test: Python and web, with real servers; Bandit, the audit and bills of materials of packages
	@failed=0; \
	$(PYTEST) -n 2 --dist loadfile -m "not server" || failed=1; \
	$(SERVER_TESTS) || failed=1; \
	(cd frontend && $(WITH_BIN) npm run test) || failed=1; \
	$(BANDIT) || failed=1; \
	{ $(SBOM); } || failed=1; \
	$(WITH_BIN) $(BIN)/python -m local.supply audit || echo "Known holes are no fault of this change: see above."; \
	exit $$failed

test-fast: install ## Tests that need no whole stack
	$(BIN)/python -m pytest -q -m "not server"

e2e: install ## Only the tests that drive the whole stack
	$(SERVER_TESTS)

bench: install ## Print the benchmark tables
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.expressions
	$(BIN)/python -m benchmarks.compile_graph
	$(BIN)/python -m benchmarks.fairness

bench-loops: install ## Measure loops over 100,000 pure, 10,000 HTTP and a million pure items
	$(BIN)/python -m benchmarks.loops --million

bench-web: install ## Measure the web app in headless Chromium: opening, dragging, events, large data
	$(BIN)/python -m tests.e2e.browsing bench

screenshots: install ## Take pictures of all pages, light and dark, into docs/images/screens
	$(BIN)/python -m tests.e2e.browsing screens

check: lint types ui ## All that must hold besides tests

lint: install
	$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/lint-imports --no-logo && $(BIN)/deptry .
	$(BANDIT)

types: install
	$(BIN)/pyright
	$(BIN)/python -m api.openapi > .venv/openapi.json && cmp .venv/openapi.json frontend/openapi.json \
		|| { echo "The API has changed: run \`make client\`." >&2; exit 1; }

ui: install
	cd frontend && $(WITH_BIN) npm run lint && $(WITH_BIN) npm run types
	cp frontend/src/shared/api/schema.gen.ts .venv/schema.gen.ts && cd frontend && $(WITH_BIN) npm run --silent api:types \
		&& cmp src/shared/api/schema.gen.ts ../.venv/schema.gen.ts \
		|| { echo "The generated types were stale and are new now: commit them." >&2; exit 1; }

fix: install ## Format and apply safe fixes
	$(BIN)/ruff format . && $(BIN)/ruff check --fix . && cd frontend && $(WITH_BIN) npm run fix

client: install ## Generate the web app's types from the API
	$(BIN)/python -m api.openapi > frontend/openapi.json && cd frontend && $(WITH_BIN) npm run api:types

dead: install ## Report code that nothing uses (a report, not a gate)
	-$(BIN)/vulture $(PACKAGES) --min-confidence 60

audit: install ## Ask for known holes in what is locked; says so when nobody could be asked
	@$(WITH_BIN) $(BIN)/python -m local.supply audit

sbom: install ## Write bills of materials (CycloneDX) of Python and web packages into sbom/
	@$(SBOM)
	@echo "sbom/python.cdx.json and sbom/web.cdx.json are written."

lock: install ## Renew requirements.lock: newest versions that are at least a week old
	$(BIN)/uv lock --upgrade
	$(BIN)/uv export --quiet --no-header --no-annotate --no-emit-project --all-groups --extra embedded --extra ai -o requirements.lock
