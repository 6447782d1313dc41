/* global require, process */
"use strict";

/** Loaded into every Node process of a measured command: the kernel's own count of its memory, written when it ends. */
const fs = require("node:fs");
const path = require("node:path");

const folder = process.env.MINDCLOUD_BENCH;
if (folder) {
    process.on("exit", () => {
        const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
        const usage = { kibibytes: maxRSS, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 };
        fs.writeFileSync(path.join(folder, `${process.pid}.json`), JSON.stringify(usage));
    });
}
