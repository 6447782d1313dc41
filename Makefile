# mindcloud. `make help` lists what there is; every other target first brings node_modules up to date (once, then cached).

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

export STACK CLOUD BASE GITHUB FULL TURN TOOLS DETECTION EMAIL SYSTEM TARGET
# The assembler, as make takes it: not meant here.
ifeq ($(origin AS),default)
undefine AS
endif
TS := sh scripts/run.sh
# Of what records two programs: docs/decisions/0004-fast-plan.md, 5.
TWO := --max-semi-space-size=16
NPM := .cache/stamps/npm
# Environments are tried on dev and looked at for prod, unless STACK says otherwise.
TRY := $(or $(STACK),dev)
LOOK := $(or $(STACK),prod)

# One line and exit status 2 when a tool is missing; `help` and `clean` need none.
ifneq ($(filter-out help clean,$(MAKECMDGOALS)),)
PROBLEM := $(shell sh scripts/check-tools.sh)
$(if $(PROBLEM),$(error $(PROBLEM)))
endif

.PHONY: help up down recover drift accept health load behind doctor drain test check rehearse plan diff report graph manifests upstream charts bench stack config bootstrap lint format typecheck clean

## Work

help: ## this list
	@awk -F ':.*## ' '/^## / { print ""; print substr($$0, 4) } \
		/^[a-z]+:.*## / { printf "  make %-12s%s\n", $$1, $$2 }' Makefile
	@echo; echo 'Variables: STACK=<name> (Pulumi.<name>.yaml), CLOUD=aws (up, down: the real account instead of the embedded one),'; \
		echo '  AS=administrator (up, down, recover, drift: not by the role of the account), KUBERNETES=memory (up: a stand-in in the place of a control plane; builds no Kubernetes), CHARTS=<folder of charts> (up: the charts themselves instead of their record; real: from their repositories; check: holds the record to them), TOOLS=download (released programs), FULL=1 (check, rehearse, lint: everything)'

up: $(NPM) ## the whole environment of STACK (dev) on the embedded cloud; CLOUD=aws for the real account
	@$(TS) rehearsal/cli.ts up --stack $(TRY) $(if $(CLOUD),--cloud $(CLOUD)) $(if $(REFRESH),--refresh) $(if $(KUBERNETES),--kubernetes $(KUBERNETES)) $(if $(CHARTS),--charts "$(CHARTS)") $(if $(AS),--as $(AS))

down: $(NPM) ## destroy it again and prove that nothing is left
	@$(TS) rehearsal/cli.ts down --stack $(TRY) $(if $(CLOUD),--cloud $(CLOUD)) $(if $(AS),--as $(AS))

recover: $(NPM) ## after a killed run: find the real objects by their tags, import or clear them
	@$(TS) rehearsal/cli.ts recover --stack $(TRY) $(if $(AS),--as $(AS))

drift: $(NPM) ## what was changed or deleted behind Pulumi's back; writes nothing. make up REFRESH=1 puts it back
	@$(TS) rehearsal/cli.ts drift --stack $(TRY) $(if $(AS),--as $(AS))

accept: $(NPM) ## everything that docs/guides/acceptance.md asks of STACK (dev) on the embedded cloud, as a table and a status
	@$(TS) rehearsal/cli.ts accept --stack $(TRY) $(if $(AS),--as $(AS))

health: $(NPM) ## every morning: restarts, alerts, errors in logs, volumes, backups, restore tests, cost of STACK (dev) on the embedded cloud; CLOUD=aws asks kubectl and aws of this machine
	@$(TS) $(if $(CLOUD),rehearsal/health/cli.ts --stack $(TRY),rehearsal/cli.ts health --stack $(TRY) $(if $(AS),--as $(AS)))

load: $(NPM) ## k6 with the documents' loads (SYSTEM=akosha: one), a verdict against their numbers: stand-ins and the HPAs of STACK (dev) on the embedded cloud, TARGET=https://...: a real one; FULL=1: as long as they say
	@$(TS) rehearsal/load/cli.ts --stack $(TRY)

behind: $(NPM) ## which pins of STACK (dev) AWS has left behind: node images, add-ons, minors, certificate authority, maintenance; asks the aws of this machine, and only looks
	@$(TS) rehearsal/behind/cli.ts --stack $(TRY)

doctor: $(NPM) ## what CLOUD=aws looks at before an up of STACK (dev), and nothing more: tools, placeholders, secrets, a VPC and a certificate of yours
	@$(TS) rehearsal/account/cli.ts $(TRY)

drain: $(NPM) ## empty a node group that is leaving, within disruption budgets: GROUP=<name>; asks the kubectl of this machine
	@$(TS) rehearsal/drain/cli.ts --stack $(TRY) $(if $(GROUP),--group $(GROUP))

## Look

plan: $(NPM) ## what STACK (prod) would be, without credentials; BASE=<commit or file>: and whether one up comes there from it
	@$(TS) plan/cli.ts --stack $(LOOK) $(if $(BASE),--base $(BASE))

diff: $(NPM) ## what a change would do to STACK (prod), without credentials: replaced, lost, reachable, cost, when; BASE=<commit>
	@$(TS) $(TWO) plan/diff/cli.ts --stack $(LOOK) $(if $(BASE),--base $(BASE))

report: $(NPM) ## STACK (prod) as one HTML page, in OUT (.cache/report/<stack>.html): cost, capacity, time, reach, alerts, policy, resources; BASE=<commit>: and the difference
	@$(TS) $(TWO) plan/report/cli.ts --stack $(LOOK) $(if $(BASE),--base $(BASE)) --out $(or $(OUT),.cache/report/$(LOOK).html)

graph: $(NPM) ## the picture of STACK (prod) as SVG, in OUT (.cache/graph/<stack>.svg)
	@$(TS) plan/cli.ts graph --stack $(LOOK) --out $(or $(OUT),.cache/graph/$(LOOK).svg)

manifests: $(NPM) ## the Kubernetes objects of STACK (prod) as YAML, in OUT (.cache/manifests/<stack>)
	@$(TS) plan/cli.ts manifests --stack $(LOOK) --out $(or $(OUT),.cache/manifests/$(LOOK))

upstream: $(NPM) ## start an upstream as its pod would, without a container: FROM=DIR, a checkout; IMAGE=akosha
	@FROM='$(FROM)' $(if $(IMAGE),IMAGE='$(IMAGE)') $(TS) scripts/upstream.ts

charts: $(NPM) ## render the pinned charts for every environment, renew config/charts; FROM=DIR: charts that you have
	@$(TS) charts/cli.ts $(if $(BASE),--base $(BASE)) $(if $(FROM),--from $(FROM))

config: $(NPM) ## the complete configuration of STACK (prod) and where each value came from
	@$(TS) config/cli.ts show --stack $(LOOK)

bench: $(NPM) ## measured time and memory of planning dev and prod, or STACK
	@$(TS) bench/cli.ts $(if $(STACK),--stack $(STACK))

## Check

test: $(NPM) ## type check, lint, unit tests, format; needs Node and make only
	@$(TS) scripts/steps.ts test

check: $(NPM) ## the slow truth: the embedded cloud on the real engine, linters of other files
	@$(TS) scripts/steps.ts check

rehearse: $(NPM) ## the embedded cloud put to the test (dev); FULL=1 everything, on dev and prod; ONLY=<one of them>; ONLY=transitions FROM=FILE TO=FILE, or BASE=<commit whose program made it>
	@$(TS) rehearsal/rehearse/cli.ts $(if $(FULL),--full) $(if $(STACK),--stack $(STACK)) $(if $(ONLY),--only $(ONLY)) $(if $(BASE),--base $(BASE)) $(if $(FROM),--from $(FROM)) $(if $(TO),--to $(TO)) $(if $(SEED),--seed $(SEED)) $(if $(PART),--part $(PART))

lint: $(NPM) ## oxlint with types (FULL=1: eslint, which knows two rules more)
	@npm run --silent lint$(if $(FULL),:typed)

typecheck: $(NPM) ## TypeScript 7
	@npm run --silent typecheck

format: $(NPM) ## write every file the way oxfmt wants it
	@npm run --silent format

## Set up

stack: $(NPM) ## write the smallest valid Pulumi.<STACK>.yaml: make stack STACK=staging
	@$(if $(STACK),,$(error STACK is missing: say make stack STACK=staging))
	@$(TS) config/cli.ts new $(STACK)

bootstrap: $(NPM) ## print the one AWS command that prepares the account of STACK (dev), DETECTION=1: those of its alarms; runs nothing
	@$(TS) bootstrap/cli.ts --stack $(TRY)

upgrade: $(NPM) ## move packages and the engine to the newest that fit together (docs/upgrade.md)
	@$(TS) scripts/upgrade.ts

clean: ## remove .cache and node_modules (the embedded cloud's environments too)
	rm -rf .cache node_modules

# `npm ci` when the lock file changed, or when node_modules is gone although the stamp is there.
$(NPM): package-lock.json package.json .npmrc $(if $(wildcard node_modules/.package-lock.json),,missing-packages)
	@sh scripts/install.sh $@

.PHONY: missing-packages
missing-packages: ;
