# growlint needs Go and a C compiler (the grammar of Python is C). .ci/run installs the linters at the pinned versions.

GO ?= go
export CGO_ENABLED = 1

.PHONY: build test lint bench incremental update calibrate peers

build:
	$(GO) build -o growlint ./cmd/growlint

test:
	GROWLINT_ORACLE=all $(GO) test -race -timeout 30m ./...

lint:
	@files=$$(gofumpt -l .) || exit 1; if [ -n "$$files" ]; then echo "not formatted (run gofumpt -w):"; echo "$$files"; exit 1; fi
	$(GO) vet ./...
	staticcheck ./...

# Writes docs/performance.md; run it on a quiet machine. GROWLINT_BENCH_TREE names a folder of Python, in place of the standard library.
# GROWLINT_BENCH_REPO names a clone with a long history. Anchors (rg, ruff, flake8, pylint, gitleaks) are taken from PATH; what is missing is said.
bench:
	$(GO) run ./cmd/bench -write docs/performance.md
	$(GO) test -run '^$$' -bench . -benchmem ./blame/history
	$(GO) test -run '^$$' -bench ADay -benchtime 1x ./blame/postmortem # a day of evidence with 1 GB of logs, on disk in the temporary folder

# Holds incremental runs against runs from scratch, at GROWLINT_HISTORY_COMMITS (200) random commits of the clone GROWLINT_HISTORY_REPO.
incremental:
	@test -n "$$GROWLINT_HISTORY_REPO" || { echo "set GROWLINT_HISTORY_REPO to a clone"; exit 1; }
	$(GO) test -count=1 -v -timeout 2h -run TestIncrementalOverHistory ./blame/history

# Writes the expected outputs anew; read the difference before you commit it.
update:
	GROWLINT_UPDATE_SCRIPTS=1 $(GO) test -count=1 ./cmd/growlint ./blame/evidence -update

# Weighs the synthetic incidents and writes the reliability table of docs/weighing.md anew.
calibrate:
	$(GO) test -count=1 -run TestCalibration ./blame/postmortem -update

# Counts what other linters and growlint find of known leaks (docs/peers.md). GROWLINT_REPOS is a folder of bare clones (OWNER+NAME/repo), GROWLINT_LEAKS a file
# of leaks in them, one JSON object a line (testdata/peers/peers.py says which keys); ruff, pylint and flake8 with flake8-bugbear are taken from PATH.
peers: build
	@test -n "$$GROWLINT_REPOS" -a -n "$$GROWLINT_LEAKS" || { echo "set GROWLINT_REPOS to a folder of clones and GROWLINT_LEAKS to a file of leaks in them"; exit 1; }
	python3 testdata/peers/peers.py --growlint ./growlint --repos "$$GROWLINT_REPOS" --corpus "$$GROWLINT_LEAKS"
