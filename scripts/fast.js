/* global require */
"use strict";

/** `node -r ./scripts/fast.js file.ts`: TypeScript without the wait (docs/decisions/0004-fast-plan.md). */
require("./light-pulumi.js");
require("./typescript-cache.js");
