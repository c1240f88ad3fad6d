# growlint needs Go and a C compiler (the grammar of Python is C). .ci/run installs the linters at the pinned versions.

GO ?= go
export CGO_ENABLED = 1

.PHONY: build test lint bench update calibrate

build:
	$(GO) build -o growlint ./cmd/growlint

test:
	GROWLINT_ORACLE=all $(GO) test -race ./...

lint:
	@files=$$(gofumpt -l .) || exit 1; if [ -n "$$files" ]; then echo "not formatted (run gofumpt -w):"; echo "$$files"; exit 1; fi
	$(GO) vet ./...
	staticcheck ./...

# GROWLINT_BENCH_REPO names a clone with a long history; GROWLINT_BENCH_COMMITS how many commits back the range reaches (300).
bench:
	@test -n "$$GROWLINT_BENCH_REPO" || { echo "set GROWLINT_BENCH_REPO to a clone with a long history"; exit 1; }
	$(GO) test -run '^$$' -bench . -benchmem ./blame/history

# Writes the expected outputs anew; read the difference before you commit it.
update:
	GROWLINT_UPDATE_SCRIPTS=1 $(GO) test -count=1 ./cmd/growlint ./blame/evidence -update

# Weighs the synthetic incidents and writes the reliability table of docs/weighing.md anew.
calibrate:
	$(GO) test -count=1 -run TestCalibration ./blame/postmortem -update
