import Mocha from "mocha";
import { writeCounts } from "./counts";

/** mocha's own `dot` (`spec` where the tests take minutes), which also leaves its counts where scripts/steps.ts looks for them. */
const Style = process.env.RESULT_STYLE === "spec" ? Mocha.reporters.Spec : Mocha.reporters.Dot;

class CountingReporter extends Style {
    constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
        super(runner, options);
        const file = process.env.RESULT_FILE;
        if (file === undefined) return;
        runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
            const { passes, failures, pending } = this.stats;
            writeCounts(file, { passed: passes, failed: failures, skipped: pending });
        });
    }
}

export = CountingReporter;
