/* global require */
"use strict";

/** Where the engine starts the pack. */
require("../scripts/typescript-cache.js");
require("./pack.ts");
