/** What `pulumi up` runs: load the environment, deploy it, export what people need afterwards. */
import * as pulumi from "@pulumi/pulumi";
import { dropDebugMessages, leaveStacksUnmapped } from "./components/quietly";
import { loadFromPulumi } from "./config/from-pulumi";
import { formatProblems } from "./config/problems";
import { deploy } from "./program";

function main() {
    dropDebugMessages();
    leaveStacksUnmapped();
    const loaded = loadFromPulumi();
    // A RunError prints its message without a stack trace: the mistake is in the stack file, not in the program.
    if (!loaded.ok) throw new pulumi.RunError(formatProblems(`Pulumi.${pulumi.getStack()}.yaml`, loaded.problems));
    return deploy(loaded.environment, loaded.secrets);
}

module.exports = main();
