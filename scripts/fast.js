/* global require, __dirname */
"use strict";

/** `node -r ./scripts/fast.js file.ts`: TypeScript without the wait (docs/decisions/0004-fast-plan.md). */
const module_ = require("node:module");
const path = require("node:path");

// What V8 made of a file the last time: from Node 22 on. Node keeps releases apart by itself, and goes without where it cannot write.
module_.enableCompileCache?.(path.join(__dirname, "..", ".cache", "compiled"));

require("./light-pulumi.js");
require("./typescript-cache.js");
