# Every target does all of its own set-up; see internal/testbed for how.
#
#   make demo          the main job: a project becomes a running container
#   make test          every test but those of test-engines
#   make unit          the tests that need no daemon, in seconds
#   make test-engines  the published image through docker build, on either image store
#   make lint          go vet, gofumpt, staticcheck
#   make takes         the table of takes in the README, measured here
#   make bench         builds measured against hand-written Dockerfiles
#   make clean         ends what `testbed up` left running

GO      ?= go
# As the programs of the test bed are built, so that what they and the tests
# have in common is compiled once.
export CGO_ENABLED = 0
TESTBED := bin/testbed
PYTHON3 ?= python3

# What tests are held against: uv for what gets installed, Python's packaging
# for versions, markers and tags. In an environment of their own, with the
# versions that the tests were written with.
ORACLES := bin/oracles
UV_VERSION        = 0.13.9
PACKAGING_VERSION = 26.3

# Tests that need a daemon, a service or a package index are told by their
# directory.
REAL    = ./internal/e2e/... ./internal/oracle/... ./internal/services/... ./internal/takes/...
UNIT    = $$($(GO) list ./... | grep -vE '/internal/(e2e|engines|oracle|services|takes)(/|$$)')
WITH_ORACLES = PATH="$(CURDIR)/$(ORACLES)/bin:$$PATH"

.PHONY: demo test unit test-engines lint takes bench clean oracles $(TESTBED)

demo: $(TESTBED)
	$(TESTBED) run -- $(GO) run ./internal/demo

test: unit $(TESTBED)
	$(WITH_ORACLES) $(TESTBED) run --services -- $(GO) test -count=1 -timeout 40m $(REAL)

unit: oracles
	$(WITH_ORACLES) $(GO) test $(UNIT)

oracles: $(ORACLES)/$(UV_VERSION)-$(PACKAGING_VERSION)

$(ORACLES)/$(UV_VERSION)-$(PACKAGING_VERSION):
	@echo "oracles: installing uv $(UV_VERSION) and packaging $(PACKAGING_VERSION) for the tests"
	@$(PYTHON3) -m venv --clear $(ORACLES)
	@$(ORACLES)/bin/pip install -q --disable-pip-version-check uv==$(UV_VERSION) packaging==$(PACKAGING_VERSION)
	@touch $@

test-engines: $(TESTBED)
	$(TESTBED) run --engines --services -- $(GO) test -count=1 -timeout 30m ./internal/engines/...

lint:
	$(GO) vet ./...
	@unformatted=$$($(GO) tool -modfile=internal/tools/lint/go.mod gofumpt -l .); \
	  test -z "$$unformatted" || { echo "not formatted as gofumpt does:"; echo "$$unformatted"; exit 1; }
	$(GO) tool -modfile=internal/tools/lint/go.mod staticcheck ./...
	$(GO) vet -C internal/tools/pushimage .
	$(GO) vet -C internal/tools/registry .

takes: $(TESTBED)
	$(TESTBED) run --alpine -- $(GO) test -count=1 -timeout 60m -v -run TestTakes ./internal/takes -rounds 3

bench: $(TESTBED)
	$(TESTBED) run -- $(GO) run ./bench

clean: $(TESTBED)
	$(TESTBED) down

# Built and not `go run`: a signal has to reach it, so that it ends what it started.
$(TESTBED):
	@$(GO) build -o $@ ./internal/testbed/cmd/testbed
