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

.PHONY: up down reset logs mail outputs seed install
up: install ## build everything, start it here, print the addresses; can be run again at any time
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
