PYTHON3 ?= python3
PYTHON = .venv/bin/python

.PHONY: help setup demo serve test everyday lint bench scenario lock
help:
	@echo "make demo      everything set up, a demo county, http://127.0.0.1:8000"
	@echo "make test      every check"
	@echo "make everyday  the checks without browser and slow tests: many times a day"
	@echo "make serve     the server with what is in the database"
	@echo "make setup     what the others share"
	@echo "make lint      contracts, style and types only"
	@echo "make bench     measures against the budgets"
	@echo "make scenario FILE=…   plays a scenario against a scratch database"
	@echo "make lock      writes the locks of dependencies anew"

setup:
	@$(PYTHON3) scripts/setup.py

demo: setup
	@$(PYTHON) -m shouwang demo --serve

serve: setup
	@$(PYTHON) -m shouwang migrate
	@$(PYTHON) -m shouwang serve

test: setup
	@$(PYTHON) scripts/test.py

everyday: setup
	@$(PYTHON) scripts/test.py contracts style everyday

lint: setup
	@$(PYTHON) scripts/test.py contracts style types

bench: setup
	@$(PYTHON) -m bench

scenario: setup
	@test -n "$(FILE)" || { echo "Say which: make scenario FILE=path/to/scenario.toml"; exit 2; }
	@$(PYTHON) -m tests.scenarios "$(FILE)"

lock: setup
	@$(PYTHON) scripts/lock.py
