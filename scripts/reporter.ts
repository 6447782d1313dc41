import fs from "node:fs";
import path from "node:path";
import Mocha from "mocha";
import { writeCounts } from "./counts";

/** Long enough for what is being closed; mocha itself would wait for ever. */
const PATIENCE_SECONDS = 20;

/** mocha's own `dot` (`spec` where the tests take minutes), which also leaves its counts where scripts/steps.ts looks for them. */
const Style = process.env.RESULT_STYLE === "spec" ? Mocha.reporters.Spec : Mocha.reporters.Dot;

class CountingReporter extends Style {
    constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
        super(runner, options);
        const failed = new Set<string>();
        runner.on(Mocha.Runner.constants.EVENT_TEST_FAIL, (test) => {
            failed.add(test.file === undefined ? "" : path.relative(process.cwd(), test.file));
        });
        runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
            const { passes, failures, pending } = this.stats;
            if (process.env.FAILED_FILES !== undefined)
                fs.writeFileSync(process.env.FAILED_FILES, JSON.stringify([...failed]));
            const file = process.env.RESULT_FILE;
            if (file !== undefined) writeCounts(file, { passed: passes, failed: failures, skipped: pending });
            // Does not keep the process itself: it only ever fires where something else does.
            setTimeout(endUnended, PATIENCE_SECONDS * 1000).unref();
        });
    }
}

/** A server or a timer that a test left behind would keep `make test` waiting for ever, and nobody would know for what. */
function endUnended(): void {
    const left = [...new Set(process.getActiveResourcesInfo())].join(", ");
    process.stderr.write(`the tests ended, and something that one of them started did not: ${left}\n`);
    process.exit(1);
}

export = CountingReporter;
