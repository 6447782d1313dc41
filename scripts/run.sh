#!/bin/sh
# `run.sh file.ts word...`: starts a TypeScript file of the project, the same way for every command. Only what every supported Node
# accepts may stand here; what one release has and another has not is chosen in start.js (docs/decisions/0004-fast-plan.md).
exec node --min-semi-space-size=16 --max-semi-space-size=32 -r ./scripts/start.js -r ./scripts/fast.js "$@"
