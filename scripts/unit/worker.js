/* global require, exports */
"use strict";

/** For mocha's --require, in plain JavaScript: from Node 22 on mocha would load TypeScript by Node's own means, as a module of the other kind. */
require("../fast.js");
const reads = require("./reads.ts");
const times = require("./times.ts");

exports.mochaHooks = { afterAll: [times.mochaHooks.afterAll, reads.mochaHooks.afterAll] };
