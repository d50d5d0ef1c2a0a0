# make run    the app at http://127.0.0.1:8501 (other places: make run ADDRESS=0.0.0.0 PORT=80)
#             with a table of one's own, or data of any size: make run DATA=customers.csv (a folder, datasets.toml)
# make test   every test, in a real browser too
# make check  format, lint, types, import rules and the examples in docstrings
# make bench  every measured table, from small data in three minutes (large data: make bench FULL=1)
# make spark  a Spark cluster on this machine to try data with (Java 17); make spark-test runs the tests that need one
# make lock   exact versions and hashes for requirements*.txt, kept where they hold (newest ones: make lock RENEW=1)
# make licences, make sbom   the licences of everything the app runs on; the same as a bill of materials
# make clean  the virtual environment and all caches away

ADDRESS ?= 127.0.0.1
PORT ?= 8501
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11 python,\
	$(shell $(name) -c $(SUITABLE) 2>/dev/null && echo $(name))))

SUITABLE := 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))'
VENV := .venv
PY := $(VENV)/bin/python
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(PY) -m pip --quiet
BROWSER := chromium libatomic1
APT := env DEBIAN_FRONTEND=noninteractive apt-get --no-install-recommends

.PHONY: run test unit-tests browser-tests check bench spark spark-test spark-tools lock licences sbom clean \
	venv app-tools test-tools extra-tools shipped browser
.DEFAULT_GOAL := run

run: app-tools
	@STUDIO_DATA="$(DATA)" $(PY) -m streamlit run deploy/serve.py --server.address=$(ADDRESS) --server.port=$(PORT)

test: unit-tests browser-tests

unit-tests: test-tools
	$(PY) -m pytest --numprocesses=auto --dist=worksteal --ignore=tests/browser --ignore=tests/server

browser-tests: browser
	$(PY) -m pytest tests/server tests/browser --numprocesses=auto --dist=worksteal

check: test-tools
	$(PY) -m ruff format --check
	$(PY) -m ruff check
	$(PY) -m mypy
	$(PY) -m pytest --quiet tests/test_imports.py tests/test_project.py kmeans_core

bench: extra-tools
	@$(PY) -m benchmarks $(if $(FULL),--full) $(ONLY)

# The cluster's own parts are large, and nothing else needs them: they come when they are asked for.
spark: spark-tools
	@deploy/spark_here $(VENV)

spark-test: spark-tools
	@deploy/spark_here $(VENV) $(PY) -m pytest tests/spark tests/kmeans_core/datasets/test_contract.py --numprocesses=0

spark-tools: test-tools
	@$(PY) -c "import pyspark" 2>/dev/null || { \
		echo "Installing Spark (once)" && $(PIP) install -r requirements-spark.txt -c requirements.lock; }

licences: shipped
	@$(PY) -m piplicenses --python=$(SHIPPED)/bin/python --format=markdown --with-urls --order=license

sbom: shipped
	@$(PY) -m cyclonedx_py environment --pyproject=pyproject.toml --mc-type=application --output-reproducible \
		--output-file=sbom.cdx.json $(SHIPPED)/bin/python && echo "sbom.cdx.json lists every part (CycloneDX)"

# An environment of exactly what the app runs on, to be listed.
SHIPPED := $(VENV)/shipped
shipped: extra-tools
	@cmp -s requirements.lock $(SHIPPED)/requirements.lock || { \
		rm -rf $(SHIPPED) && $(PY) -m venv --without-pip $(SHIPPED) && \
		$(PIP) --python=$(SHIPPED)/bin/python install -r requirements.lock && cp requirements.lock $(SHIPPED)/; }

# An environment whose Python is gone (moved, upgraded) is made anew; a half-made one is completed.
venv:
	@$(PY) -c "import pip" 2>/dev/null || { \
		test -n "$(PYTHON)" || { \
			echo "Python 3.11 or later with its venv module is needed (Debian, Ubuntu: apt-get install python3-venv)."; \
			exit 1; }; \
		echo "Making $(VENV) with $$($(PYTHON) --version)"; \
		$(PYTHON) -m venv --clear $(VENV); }

# Installed is what the copies of the locks inside the environment say: nothing is done, and no network needed, while they are equal.
app-tools: venv
	@cmp -s requirements.lock $(VENV)/requirements.lock || { \
		echo "Installing what the app runs on (once)" && \
		$(PIP) install -r requirements.lock && cp requirements.lock $(VENV)/; }

test-tools: app-tools
	@cmp -s requirements-test.lock $(VENV)/requirements-test.lock || { \
		echo "Installing what the tests need (once)" && \
		$(PIP) install -r requirements.lock -r requirements-test.lock && cp requirements-test.lock $(VENV)/; }

# What measures and lists, but neither runs nor tests.
extra-tools: test-tools
	@cmp -s requirements-tools.lock $(VENV)/requirements-tools.lock || { \
		echo "Installing what benchmarks and lists need (once)" && \
		$(PIP) install -r requirements.lock -r requirements-test.lock -r requirements-tools.lock && \
		cp requirements-tools.lock $(VENV)/; }

# A browser that is there, or Debian's, or Playwright's own; and the library that Playwright's Node needs.
READY := $(PY) -m tests.browser.chromium
browser: test-tools
	@$(READY) 2>/dev/null || { \
		echo "Installing Chromium (once)"; \
		root="$$([ "$$(id -u)" = 0 ] || echo sudo -n)"; \
		{ $$root $(APT) update; for package in $(BROWSER); do $$root $(APT) install --yes $$package; done; } >/dev/null 2>&1; \
		$(READY) 2>/dev/null || $(PY) -m playwright install chromium; \
		$(READY); }

# One lock for every Python from 3.11 and every system, with the hashes of all files that pip may take.
UV = $(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-annotate --custom-compile-command "make lock" $(if $(RENEW),--upgrade)
lock: venv
	rm -rf $(VENV)/lock && $(PY) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet uv
	$(UV) requirements.txt --output-file requirements.lock
	$(UV) requirements-test.txt --constraints requirements.lock --output-file requirements-test.lock
	$(UV) requirements-tools.txt --constraints requirements.lock --constraints requirements-test.lock \
		--output-file requirements-tools.lock
	rm -rf $(VENV)/lock

clean:
	rm -rf $(VENV) sbom.cdx.json .hypothesis .mypy_cache .pytest_cache .ruff_cache tests/browser/screenshots
	find . -name __pycache__ -prune -exec rm -rf {} +
