# Pro Dev. A fresh machine needs Python 3.11 to 3.14 (with venv), make and sh; `make run` does the rest.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1 \
	&& { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
TOOLS := tests/browser/tools/node_modules
ARGS ?=
NODE_TOYS := $(if $(shell command -v npm),benchmarks/node_modules)

.DEFAULT_GOAL := help
.PHONY: help run test browser quick units faults hostile lint lint-client types client compiled clean-compiled fairness pictures playthrough race bench bench-players bench-keys bench-results bench-commit bench-verdict bench-logs bench-rotation bench-boards bench-recovery bench-queries bench-behind bench-workers fmt fmt-client lock schema prisma library audit

help: ## show these targets
	@echo 'make TARGET, where TARGET is one of'
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/\1	\2/p' $(MAKEFILE_LIST) | while IFS='	' read -r name what; do \
		printf '  %-11s %s\n' "$$name" "$$what"; done

run: $(VENV)/.run ## install what is needed and serve on http://127.0.0.1:8000 (ARGS="--port 8080")
	@exec $(BIN)/prodev serve $(ARGS)

# Bytecode is cached regardless of the environment: the tests start Python about a hundred times. More workers than two
# cores, since many tests wait; in Chromium it is the pages that work, and with more of them the servers behind them would
# answer that they are too busy. tests/workers.py says which worker gets which test.
PYTEST = PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest
test: $(VENV)/.dev ## run every test but those in Chromium (ARGS="tests/game -k replay"); needs no setup
	$(PYTEST) -n 5 --ignore tests/browser $(ARGS)

browser: $(VENV)/.dev ## run the tests of the pages, in Chromium (ARGS="-k races")
	$(PYTEST) -n 3 tests/browser $(ARGS)

quick: $(VENV)/.dev ## lint, types, and the tests of the rules and of the judge: under a minute, for while you work
	@$(MAKE) --no-print-directory -j 2 units lint types

# They need no server, so nothing is started for them.
units: $(VENV)/.dev
	$(BIN)/python -m pytest -n 0 tests/game $(patsubst %,tests/play/test_%.py,session protocol frames budget allowance) $(ARGS)

lint: $(VENV)/.dev ## check style, formatting, the direction of imports and generated pages; with Node, the client too
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tools.layers
	$(BIN)/python -m tools.terms
	$(BIN)/python -m tools.once
	$(BIN)/python -m tools.migrations
	$(BIN)/python -m tools.client --check
	$(BIN)/python -m tools.scaling --check
	$(BIN)/python -m prisma.diagram --check
	$(BIN)/prodev simulate --all --first --check docs/balance.md
	$(BIN)/prodev snippets check --compare seed/README.md >/dev/null
	$(BIN)/prodev courses check --whole --compare docs/courses.md >/dev/null
	$(BIN)/prodev snippets focus --compare docs/library.md >/dev/null
	$(BIN)/prodev learners --check docs/courses.md >/dev/null
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory lint-client; \
	elif [ "$$CI" = true ]; then echo 'make lint: static/ and benchmarks/ need Node and npm' >&2; exit 1; \
	else echo 'make lint: without Node and npm, static/ and benchmarks/ are not checked'; fi

# Prettier and ESLint over the code of the client. The configuration says which house rules ESLint holds.
CLIENT := static benchmarks tests/browser/tools/eslint.config.mjs
lint-client: $(TOOLS)
	$(TOOLS)/.bin/prettier --check --log-level warn $(CLIENT)
	$(TOOLS)/.bin/eslint --config tests/browser/tools/eslint.config.mjs --max-warnings 0 $(CLIENT)

types: $(VENV)/.dev ## run mypy --strict over all Python: the game, its tests, tools and benchmarks
	$(BIN)/mypy

client: $(TOOLS) ## run the TypeScript compiler over the client's JSDoc types (needs Node and npm)
	$(TOOLS)/typescript/bin/tsc -p jsconfig.json

# Real processes, one test after another: each has both cores to itself.
SIZE ?= 1
SEED ?=
faults: $(VENV)/.dev ## the tests of faults at full size, about an hour (SIZE=0.1 for a tenth, SEED=7 to repeat a run)
	TEST_SIZE=$(SIZE) TEST_SEED=$(SEED) PYTHONDONTWRITEBYTECODE= \
		$(BIN)/python -m pytest --timeout 7200 tests/faults tests/play/test_machine.py tests/sign_in/test_machine.py $(ARGS)

hostile: $(VENV)/.dev ## hostile requests of every role, and hostile frames, at full size, about an hour (SIZE, SEED as in faults)
	TEST_SIZE=$(SIZE) TEST_SEED=$(SEED) PYTHONDONTWRITEBYTECODE= \
		$(BIN)/python -m pytest --timeout 7200 tests/acceptance/test_openapi.py \
		tests/faults/test_hostile_frames.py tests/security/two_bare_servers/test_slow_and_huge.py $(ARGS)

# Only here: a picture of a whole page in both themes takes longer than all that is checked of it.
pictures: $(VENV)/.dev ## pictures of every page, as the browser tests walk through them, in artifacts/
	TEST_PICTURES=1 $(PYTEST) -n 3 $(shell grep -l 'Album(' tests/browser/test_*.py) $(ARGS)

playthrough: $(VENV)/.dev ## play whole games in Chromium, 20, 48 and 90 wpm: curves and pictures in artifacts/ (ARGS="--wpm 60")
	$(BIN)/python -m tests.browser.playthrough $(ARGS)

race: $(VENV)/.dev ## eight Chromium pages race on two servers, one of which is killed and comes back
	$(BIN)/python -m pytest tests/faults/race_of_pages.py $(ARGS)

fairness: $(VENV)/.dev ## how often honest typists are flagged and programs are not (ARGS="--games 1000")
	$(BIN)/prodev fairness --hold $(ARGS)

compiled: $(VENV)/.dev ## compile what every key passes, for this machine's Python (needs a C compiler)
	$(BIN)/python -m tools.compiled

clean-compiled: # back to the source
	rm -rf compiled

BENCHES := bench-players bench-keys bench-results bench-rotation bench-boards
bench: $(BENCHES) ## measure; each alone: bench-players, bench-keys, bench-results, bench-rotation, bench-boards

bench-players: $(VENV)/.dev $(NODE_TOYS) # latency of many typists in an open loop (needs a C compiler)
	$(BIN)/python benchmarks/players.py $(if $(NODE_TOYS),--node) $(ARGS)

bench-keys: $(VENV)/.dev $(NODE_TOYS) # keys a second in a closed loop (needs a C compiler)
	$(BIN)/python benchmarks/socket_keys.py --beside picows $(if $(NODE_TOYS),'Node ws' socket.io Colyseus) $(ARGS)

bench-results: $(VENV)/.dev # games ended a second, beside pgbench (needs a C compiler)
	$(BIN)/python benchmarks/results.py $(ARGS)

bench-end: $(VENV)/.dev # what the boards' trigger and each consumer of the feed add to a game's end, in CPU time
	$(BIN)/python benchmarks/end_cost.py $(ARGS)

bench-verdict: $(VENV)/.dev # what judging a game adds to its end, in CPU time, by the source and, if there is one, by the compiled core
	TEST_CORE=plain $(BIN)/python benchmarks/verdict_cost.py $(ARGS)
	test ! -d compiled || $(BIN)/python benchmarks/verdict_cost.py $(ARGS)

bench-behind: $(VENV)/.dev # what typing costs Valkey and PostgreSQL, and the bytes that a game leaves (needs a C compiler)
	$(BIN)/python benchmarks/behind.py $(ARGS)

bench-workers: $(VENV)/.dev # what two workers carry beside one, by the CPU of a key (needs a C compiler)
	$(BIN)/python benchmarks/workers.py $(ARGS)

bench-logs: $(VENV)/.dev # bytes and CPU time of a stored key log, in each way that was considered
	$(BIN)/python benchmarks/key_logs.py $(ARGS)

bench-commit: $(VENV)/.dev # games that end together in one transaction, beside each in its own
	$(BIN)/python benchmarks/group_commit.py $(ARGS)

bench-rotation: $(VENV)/.dev # snippets drawn a second, beside pgbench
	$(BIN)/python benchmarks/rotation.py $(ARGS)

bench-boards: $(VENV)/.dev # pages of the leaderboards at growing numbers of players (ARGS="--most 1000000" for all)
	$(BIN)/python benchmarks/boards.py $(ARGS)

bench-recovery: $(VENV)/.dev # backup and restore of 1,000,000 results (ARGS="--results 100000" for fewer)
	$(BIN)/python benchmarks/recovery.py $(ARGS)

LARGE := artifacts/large
bench-queries: $(VENV)/.dev # every query, explained at 1,000,000 players and 10,000,000 results (ARGS="--users 10000 --results 100000")
	test -e $(LARGE) || $(BIN)/python benchmarks/large.py $(LARGE) $(ARGS)
	$(BIN)/python benchmarks/queries.py $(LARGE)

benchmarks/node_modules: benchmarks/package-lock.json
	npm ci --prefix benchmarks --no-update-notifier --silent
	@touch $@

fmt: $(VENV)/.dev ## format the code and regenerate pages
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .
	$(BIN)/python -m prisma.diagram
	$(BIN)/python -m tools.client
	$(BIN)/python -m tools.scaling
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory fmt-client; \
	else echo 'make fmt: without Node and npm, static/ and benchmarks/ are left as they are'; fi

fmt-client: $(TOOLS)
	$(TOOLS)/.bin/prettier --write --log-level warn $(CLIENT)

schema: $(VENV)/.run ## draw docs/schema.svg from prisma/schema.prisma (needs Node and npm)
	npm ci --prefix prisma/diagram --no-update-notifier --silent
	$(BIN)/python -m prisma.diagram --draw

audit: $(VENV)/.dev ## ask whether the locked packages have known vulnerabilities (needs the network)
	$(BIN)/python -m tools.audit

prisma: $(VENV)/.run ## check the schema with the real Prisma CLI (needs Node and npm)
	npm ci --prefix prisma --no-update-notifier --silent
	$(BIN)/python prisma/check.py

library: $(VENV)/.run ## check seed/snippets and seed/courses by the compilers of their languages (needs Node and npm)
	npm ci --prefix seed/lint --no-update-notifier --silent
	node seed/lint/check.mjs
	$(BIN)/prodev courses check --whole --beside seed/snippets
	$(BIN)/python -m tools.compilers

# --no-emit-index-url: everybody uses their own registry, so none is named here.
COMPILE = UV_CUSTOM_COMPILE_COMMAND='make lock' uv pip compile --quiet --universal --generate-hashes \
	--no-emit-index-url --python-version 3.11 $(UPGRADE) pyproject.toml
lock: ## write the requirements*.lock files from pyproject.toml (needs uv; UPGRADE=--upgrade for newer versions)
	@command -v uv >/dev/null || { echo 'make: this needs uv (pip install uv)' >&2; exit 1; }
	$(COMPILE) --extra embedded --extra backup --extra import --extra bot --group build -o requirements.lock
	$(COMPILE) --extra backup --group build -c requirements.lock -o requirements-server.lock
	$(COMPILE) --extra backup --extra tracing --group build -c requirements.lock -o requirements-tracing.lock
	$(COMPILE) --all-extras --group build --group dev -c requirements.lock -c requirements-tracing.lock \
		-o requirements-dev.lock
	$(COMPILE) --group build --group compile -c requirements-dev.lock -o requirements-compile.lock

# A stamp file in the environment records what is installed, so that a second run starts at once.
$(VENV)/.made:
	@test -n '$(PYTHON)' || { echo 'make: found no Python 3.11 to 3.14 with venv and ensurepip' \
		'(on Debian: apt install python3 python3-venv)' >&2; exit 1; }
	@echo 'Making $(VENV) with $(PYTHON)'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements.lock pyproject.toml $(VENV)/.made
	@echo 'Installing requirements.lock into $(VENV)'
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo 'Installing requirements-dev.lock into $(VENV)'
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# What checks the client: axe-core for its pages, the TypeScript compiler, Prettier and ESLint for its code.
$(TOOLS): tests/browser/tools/package-lock.json
	npm ci --prefix tests/browser/tools --no-update-notifier --silent
	@touch $@
