# Every command of the project. `make help` lists them; Windows and macOS equivalents are in the README.

.DEFAULT_GOAL := help
PYTHON ?= $(shell sh scripts/find_python.sh)
set_up = $(or $(PYTHON),$(error No Python from 3.11 to 3.14 starts here. Debian and Ubuntu: apt-get install python3)) \
	scripts/setup.py
FULL := $(filter full,$(MARKS))

.PHONY: help demo test check lock light words speech

help:  ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo:  ## set up, then let a simulated patient make one graded heights visit
	@$(set_up)
	.venv/bin/stepladder demo

test:  ## set up, then run the everyday tests (MARKS=full: the slow ones too, and the everyday ones on every tested Python)
	@$(set_up) --tests $(if $(FULL),--all-pythons)
	@failed=; \
	echo "pytest on $$(.venv/bin/python --version)"; \
	$(if $(FULL),HYPOTHESIS_PROFILE=full) .venv/bin/python -m pytest $(if $(FULL),-m "slow or not slow" -o faulthandler_timeout=1500) || failed=1; \
	$(if $(FULL),for other in .venv-3.*; do \
		[ -e $$other/stepladder.stamp ] || continue; \
		echo "pytest on $$($$other/bin/python --version)"; \
		$$other/bin/python -m pytest || failed=1; \
	done;) \
	[ -z "$$failed" ]

check:  ## lint, format, types, import contracts
	@$(set_up) --tests
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports

lock:  ## write requirements/*.lock anew from pyproject.toml (needs uv; UPGRADE=--upgrade takes newer versions)
	$(PYTHON) scripts/lock.py $(UPGRADE)

light:  ## bake the light of the environments anew, minutes each (NAMES="reach heights": only these; needs embreex)
	@$(set_up) --tests
	.venv/bin/python scripts/bake_light.py $(NAMES)

words:  ## extract the words people read and update the message catalogues
	@$(set_up) --tests
	.venv/bin/python scripts/catalogues.py

speech:  ## render the sentences that a session says to speech (needs npm; only those that are new)
	@$(set_up) --tests
	.venv/bin/python scripts/speak.py
