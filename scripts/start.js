/* global require, process */
"use strict";

/**
 * What shortens a run of seconds, by what the running Node has (docs/decisions/0004-fast-plan.md). Its flags are set here and not on a
 * command line: Node refuses to start with a flag that its V8 does not know.
 */
const [major] = process.versions.node.split(".").map(Number);

// V8 would spend a third of a plan on optimizing code that runs a few times; from Node 22 on it has no such flag, and no such need.
if (major < 22) require("node:v8").setFlagsFromString("--interrupt-budget=1000000");
