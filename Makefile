# Each target sets up what it needs; `tools/setup` does nothing when nothing changed.
PYTHON := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Containers like to set it, and then each of our processes compiles all that it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test soak bench lock setup clean

run: setup
	@exec .venv/bin/xiaonuan serve

test: setup
	@tools/system-packages
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not faults"
	$(PYTHON) -m pytest tests/faults -m faults

# The fault tests in full, which `make test` cuts to 2 minutes each.
soak: setup
	@tools/system-packages
	BOT_SOAK=1 $(PYTHON) -m pytest tests/faults -m faults --timeout=7200

bench: setup
	$(PYTHON) -m bench

lock:
	@tools/lock

setup:
	@tools/setup

# Everything that can be made again; the data dir (var/) stays.
clean:
	rm -rf .venv build *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis .rasa results test-results
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +
