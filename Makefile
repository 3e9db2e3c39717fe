# What people do here; `make` lists it. Every target sets up what it needs: nothing else is typed first.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV ?= .venv
DEMO ?=
DIST ?= dist
N ?= 100000
# Tests of one file share what is dear to make: they stay in one process.
PARALLEL ?= --numprocesses auto --maxprocesses 4 --dist loadfile
FUZZ ?=
LIVE ?= tests/live
PAINS ?=
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export PIP_NO_INPUT := 1

# Run a command, again after a pause when it fails: registries drop connections.
RETRY = retry() { for wait in 3 10 30; do "$$@" && return; echo "… $$wait s" >&2; sleep $$wait; done; "$$@"; }; retry
INSTALL = $(RETRY) $(BIN)/python -m pip install --quiet --require-hashes

.PHONY: help
help: ## 列出可用目标 / list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

.PHONY: demo
demo: $(VENV)/.run ## 在一台机器上走完全程：能力图谱 → 课程 → 课件包 → 平台 → 证据 / the whole loop on one machine
	@$(BIN)/coursebridge demo $(DEMO)

.PHONY: test
test: $(VENV)/.dev ## 全部测试（不含真实平台）/ all tests but those of live LMSs
	@bash .ci/browser
	@$(BIN)/python -m pytest $(PARALLEL) $(TESTS)

.PHONY: live
live: $(VENV)/.dev ## 在真实的 Moodle 上试验（MOODLE_URL、MOODLE_TOKEN）/ tests against a real Moodle; docs/live
	@: "$${MOODLE_URL:?见 docs/live/README.md / see docs/live/README.md}" "$${MOODLE_TOKEN:?见 docs/live/README.md / see docs/live/README.md}"
	@bash .ci/browser
	@$(BIN)/python -m pytest --numprocesses 0 -m live $(LIVE)

.PHONY: lint
lint: $(VENV)/.dev ## 风格、类型、导入方向 / style, types, import directions
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

.PHONY: bench
bench: $(VENV)/.dev ## 性能与预算之比 / speed as ratios, against the budgets
	@$(BIN)/python -m tests.bench

.PHONY: fuzz
fuzz: $(VENV)/.dev ## 用损坏的文件试验所有读取程序：make fuzz N=100000 / spoiled files over every reader of maps and packages
	@$(BIN)/python -m tests.fuzz $(N) $(FUZZ)

.PHONY: mutants
mutants: $(VENV)/.dev ## 逐个关掉课件包 22 个痛点的修复，测试必须变红 / switch off each fix of the 22 pains: its tests must fail
	@bash .ci/browser
	@$(BIN)/python -m tests.mutants $(PAINS)

.PHONY: docs
docs: $(VENV)/.dev ## 由命令生成 docs/cli.md / write docs/cli.md from the commands
	@$(BIN)/python docs/cli_reference.py
	@$(BIN)/python docs/xapi_profile.py
	@$(BIN)/python docs/format_tables.py

.PHONY: wheel
wheel: $(VENV)/.dev ## 生成安装包到 dist/ / build the wheel into dist/
	@$(BIN)/python -m build --no-isolation --wheel --outdir $(DIST) .

.PHONY: plugin
plugin: $(VENV)/.dev ## 生成 Moodle 插件到 dist/ / build the Moodle plugin into dist/
	@$(BIN)/python -m lms_bridge.connectors.moodle.plugin_archive $(DIST)/local_coursebridge.zip

.PHONY: lock
lock: $(VENV)/.dev ## 重新锁定依赖版本与哈希 / lock dependencies anew: versions and hashes
	@$(BIN)/python requirements/lock.py $(LOCK)

.PHONY: clean
clean: ## 删除环境、缓存、生成物（保留演示结果）/ remove environment, caches and builds; demos stay
	rm -rf $(VENV) .boot dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf lms_bridge/sandbox/_vendor
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What a user has: locked dependencies, then this folder itself, editable. Its build hook brings scorm-again by
# npm, or by PyPI's Node where there is no npm.
LOCKED := requirements/run.txt requirements/build.txt requirements/node.txt
HOOKED := pyproject.toml hatch_build.py $(wildcard lms_bridge/sandbox/npm/*)
$(VENV)/.run: $(LOCKED) $(HOOKED) | $(BIN)/python
	@echo "安装依赖（仅首次）… / Installing dependencies, once …" >&2
	@$(INSTALL) -r requirements/run.txt -r requirements/build.txt
	@command -v npm >/dev/null || { $(INSTALL) -r requirements/node.txt; }
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "安装测试工具（仅首次）… / Installing test tools, once …" >&2
	@$(INSTALL) -r requirements/dev.txt
	@touch $@

# Debian's Python may lack venv (package python3-venv), and its pip installs into --target folders only.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "需要 Python 3.11 或更高版本：make PYTHON=python3.12 … / Python 3.11 or later is needed" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { rm -rf $(VENV) .boot; \
	  $(RETRY) $(PYTHON) -m pip install --quiet --target .boot --require-hashes -r requirements/boot.txt; \
	  PYTHONPATH=.boot $(PYTHON) -m virtualenv --quiet --no-periodic-update $(VENV); }
