# What a developer runs. `make help` lists it.
#   PYTHON=python3.12     another Python (3.11 to 3.14)
#   PARLOR_PORT=4567      another port for the emulator

PYTHON ?= python3
PY := .venv/bin/python
export PYTHONDONTWRITEBYTECODE := 1
.DEFAULT_GOAL := help

.PHONY: help
help: ## this list
	@echo "Parlor: live customer service. First: make up"
	@echo
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | while IFS="$$(printf '\t')" read -r name what; do printf '  make %-18s %s\n' "$$name" "$$what"; done

# --- the product on this machine ------------------------------------------------------------------------------------

.PHONY: up down reset logs mail outputs seed parked replay install
up: ## build everything, start it here, print the addresses; can be run again at any time
	@$(PYTHON) -m scripts.bootstrap --for-up
	@$(PY) -m scripts.local up

install: ## install Python and Node packages (make up does it too)
	@$(PYTHON) -m scripts.bootstrap

down: ## stop; the data stays
	@$(PYTHON) -m scripts.stop

reset: ## stop and remove all data
	@$(PYTHON) -m scripts.stop --remove-data

logs: ## follow what the functions print
	@$(PY) -m scripts.local logs

mail: ## show the mails that were sent
	@$(PY) -m scripts.local mail

outputs: ## addresses and names of what is deployed here, as JSON
	@$(PY) -m scripts.local outputs

seed: ## make the demonstration company again, if something of it is missing
	@$(PY) -m scripts.seed

parked: ## show mails, jobs and records that were given up: make parked (TENANT=01… KIND=mail ENV=dev or prod)
	@$(PY) -m scripts.parked list $(if $(TENANT),--tenant "$(TENANT)") $(if $(KIND),--kind "$(KIND)") $(if $(ENV),--env $(ENV))

replay: ## have what was given up done after all: make replay (TENANT=01… KIND=mail ENV=dev or prod)
	@$(PY) -m scripts.parked replay $(if $(TENANT),--tenant "$(TENANT)") $(if $(KIND),--kind "$(KIND)") $(if $(ENV),--env $(ENV))

# --- tests and checks -----------------------------------------------------------------------------------------------

.PHONY: test test-aws test-unit test-integration test-e2e check fuzz features protocol metrics-doc rights sizes bench load load-growth quotas crowd storm chaos chaos-deployed format lock
test: install ## everything: unit, sites, check, integration and e2e on the emulator
	@$(PY) -m scripts.test

test-unit: install ## the tests that need no emulator
	@$(PY) -m scripts.test --only unit build sites

test-integration: install ## the API and the sockets on the emulator
	@$(PY) -m scripts.test --only up integration

test-aws: install ## a stack on AWS: roles, two companies, a message: make test-aws ENV=dev (tests/aws says what it wants to know)
	@PARLOR_AWS_STACK=$(if $(filter prod,$(ENV)),parlor,parlor-$(ENV)) $(PY) -m pytest tests/aws -q

test-e2e: install ## real browsers: widget and desk side by side
	@$(PY) -m scripts.test --only up e2e

check: install ## ruff, mypy, import directions, cfn-lint, Biome, tsc, generated files, sizes
	@$(PY) -m scripts.check

crowd: install ## 200 visitors in the same second for ten agents: nobody lost, nobody twice, no ceiling broken
	@$(PY) -m scripts.local up
	@PYTHONPATH=.:layers/core $(PY) -m bench.crowd

load: install ## believable traffic at growing rates on the emulator: make load RATE=6 MINUTES=3 TENANTS=2; writes bench/load/report.md
	@$(PY) -m scripts.local up
	@PYTHONPATH=.:layers/core $(PY) -m bench.load.run --rate $(or $(RATE),6) --minutes $(or $(MINUTES),3) --tenants $(or $(TENANTS),2)

load-growth: install ## the same at a low rate for MINUTES=30: memory and open files of the emulator and of each function
	@$(PY) -m scripts.local up
	@PYTHONPATH=.:layers/core $(PY) -m bench.load.run --rate $(or $(RATE),2) --growth $(or $(MINUTES),30) --tenants $(or $(TENANTS),1)

quotas: install ## write docs/quotas.md: which of AWS's quotas breaks first at 1 to 1,000 times the traffic
	@PYTHONPATH=.:layers/core $(PY) -m bench.load.quotas

storm: install ## 8,000 messages over sockets that are cut at random: nothing lost, nothing doubled, nothing out of order
	@$(PY) -m scripts.local up
	@STORM=8 PARLOR_IS_UP=1 $(PY) -m pytest -q tests/integration/test_message_contract.py -k storm

fuzz: install ## hostile requests and frames, histories of conversations, in memory, each time others: make fuzz FUZZ=100 (of each operation, twice; four times of each frame)
	@FUZZ=$(or $(FUZZ),100) $(PY) -m pytest -q -s --timeout 3600 tests/unit/api/test_hostile_requests.py tests/unit/functions/test_hostile_frames.py tests/unit/usecases/test_conversation_machine.py tests/unit/usecases/test_care_machine.py

chaos: install ## every verb cut at every call by every fault; CHAOS="--sample 8" or "--scenario accept" for less
	@PYTHONPATH=.:layers/core:functions:functions/api $(PY) -m tests.chaos.run $(CHAOS)

chaos-deployed: install ## DynamoDB fails, versions are rolled out, processes are killed under conversations on the emulator, ten minutes (TIMES=4 SEED=7)
	@$(PY) -m scripts.local up
	@PARLOR_IS_UP=1 TIMES=$(or $(TIMES),1) SEED=$(or $(SEED),20261129) $(PY) -m pytest -q -s tests/faults

format: ## put Python and TypeScript into shape
	@.venv/bin/ruff check --quiet --fix . ; .venv/bin/ruff format --quiet . ; npx --no-install biome check --write .

features: ## write docs/features.md from docs/features.yaml and the tests' marks
	@$(PY) -m scripts.features

protocol: ## write JSON Schema, OpenAPI, AsyncAPI, TypeScript and docs/rights.md from parlor/protocol
	@$(PY) tools/generate_protocol.py
	@$(PY) tools/generate_rights.py

metrics-doc: ## write docs/metrics.md from the definitions of the figures
	@$(PY) tools/generate_metrics.py

rights: ## write docs/rights.md from the tables of rights, operations and frames
	@$(PY) tools/generate_rights.py

sizes: ## what loader, panel and desk weigh
	@$(PY) -m scripts.sizes

bench: install ## measure latency, throughput, cost and sizes into bench/results.*; BENCH=--steady on a busy machine
	@$(PY) -m scripts.local up
	@PYTHONPATH=.:layers/core $(PY) -m bench.run $(BENCH)

lock: ## write requirements/*.lock from what is installed
	@$(PY) -m scripts.lock

# --- AWS ------------------------------------------------------------------------------------------------------------

.PHONY: publish-styles suspend resume rebuild-metrics compact-archive
compact-archive: ## put small objects of a company's archive together: make compact-archive TENANT=01… FROM=2026-11-01 TO=2026-11-30 (ENV=…)
	@$(PY) -m scripts.compact_archive "$(TENANT)" "$(FROM)" "$(TO)" $(if $(ENV),--env $(ENV))

rebuild-metrics: ## count a company's figures again: make rebuild-metrics TENANT=01… (FROM=2026-11-01 TO=2026-11-30 CHECK=1 ENV=dev or prod)
	@$(PY) -m scripts.rebuild_metrics "$(TENANT)" $(if $(FROM),--from $(FROM)) $(if $(TO),--to $(TO)) $(if $(CHECK),--check) $(if $(ENV),--env $(ENV))

publish-styles: ## put the files of all published styles in place again; ENV=dev or prod: on AWS
	@$(PY) -m scripts.style_files $(if $(ENV),--env $(ENV))

suspend: ## switch a company's widgets off: make suspend TENANT=01… (ENV=dev or prod: on AWS)
	@$(PY) -m scripts.suspend "$(TENANT)" $(if $(ENV),--env $(ENV))

resume: ## and on again: make resume TENANT=01…
	@$(PY) -m scripts.suspend "$(TENANT)" --resume $(if $(ENV),--env $(ENV))

.PHONY: rotate-secrets
rotate-secrets: ## replace the key of tokens and links; what it signed holds until the next time: make rotate-secrets ENV=prod (AT_ONCE=1)
	@$(PY) -m scripts.rotate_secrets $(if $(ENV),--env $(ENV)) $(if $(AT_ONCE),--at-once)

.PHONY: deploy publish change-set rollback releases smoke cost-estimate
DEPLOY = $(PY) -m scripts.deploy
ASKED = $(if $(YES),--yes) $(if $(REPLACE),--replace)

.PHONY: close-company deletion-proof
close-company: ## end a company: make close-company TENANT=01… (NOW=1: delete everything at once; ENV=dev or prod)
	@$(PY) -m scripts.close_company "$(TENANT)" $(if $(NOW),--now) $(if $(YES),--yes) $(if $(ENV),--env $(ENV))

deletion-proof: ## what was deleted of a company, and whether the certificate is genuine: make deletion-proof TENANT=01… (ENV=…)
	@$(PY) -m scripts.deletion_proof "$(TENANT)" $(if $(LOOK),--look) $(if $(ENV),--env $(ENV))

.PHONY: rehearse-recovery capture-items
rehearse-recovery: ## copies of the tables as of a moment, compared and deleted: make rehearse-recovery ENV=dev (AT=, SAMPLE=, KEEP=1, CLEAN=1, ANYWAY=1); docs/recovery.md
	@$(PY) -m scripts.rehearse_recovery $(if $(ENV),--env $(ENV)) $(if $(AT),--at $(AT)) $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(KEEP),--keep) $(if $(CLEAN),--clean) $(if $(ANYWAY),--anyway)

capture-items: ## a sample of the rows that a version writes, for tests of later ones: make capture-items VERSION=0.2.0 (COMMIT=); docs/releases.md
	@$(PY) -m scripts.capture_items "$(VERSION)" $(if $(COMMIT),--commit $(COMMIT))

deploy: install ## deploy to AWS and publish the sites: make deploy ENV=dev (or prod); YES=1 does not ask; docs/deploy.md
	@$(DEPLOY) deploy --env "$(ENV)" $(ASKED) --with "$(WITH)"

change-set: install ## show what a deployment would change, and change nothing: make change-set ENV=dev (or prod)
	@$(DEPLOY) change-set --env "$(ENV)" --with "$(WITH)"

rollback: install ## back to the release before, or to TO=…: make rollback ENV=dev (or prod)
	@$(DEPLOY) rollback --env "$(ENV)" $(ASKED) --to "$(TO)"

releases: ## what was deployed and when: make releases ENV=dev (or prod)
	@$(DEPLOY) releases --env "$(ENV)"

smoke: ## ask each address of what is deployed once: make smoke ENV=dev (or prod)
	@$(DEPLOY) smoke --env "$(ENV)"

cost-estimate: ## what a month costs on AWS: make cost-estimate CONVERSATIONS=1000 AGENTS=5 (ENV=prod)
	@PYTHONPATH=.:layers/core $(PY) -m scripts.cost_estimate $(if $(CONVERSATIONS),--conversations $(CONVERSATIONS)) $(if $(AGENTS),--agents $(AGENTS)) $(if $(ENV),--env $(ENV))

publish: install ## publish the sites only: make publish ENV=dev (or prod)
	@$(DEPLOY) publish --env "$(ENV)"
