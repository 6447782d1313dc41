/** An environment that another commit's program made, such as the last release's; then this one's, with the same file. */
import * as path from "node:path";
import { checkOut } from "../../../plan/diff/base/checkout";
import { baseOf } from "../../../plan/diff/base/git";
import { programIn } from "../../../plan/diff/base/program";
import { inventedSecrets, withBoundary } from "../../session/mindcloud";
import { endsWell } from "../checks/outcome";
import type { Lab } from "../lab";
import { sideOf } from "./look";
import { move } from "./pair";

export async function fromRelease(lab: Lab, ref: string): Promise<void> {
    const base = baseOf(lab.checkout, lab.stack, ref);
    const { directory, ownPackages } = checkOut(lab.checkout, base);
    if (ownPackages) throw new Error(`${ref} runs on other packages, which cannot be loaded beside these`);
    const program = programIn(directory);
    const loaded = program.load(path.join(lab.paths.root, `Pulumi.${lab.stack}.yaml`), lab.stack);
    if (!loaded.ok) throw new Error(`${ref} does not take the stack file: ${JSON.stringify(loaded.problems)}`);
    const environment = withBoundary(loaded.environment, lab.rehearsed().roles);
    const secrets = inventedSecrets(environment, loaded.secrets);
    const theirs = (data = environment.data) => ({ ...(program.deploy({ ...environment, data }, secrets) as object) });
    lab.wrap((ours) => ({ ...ours, deploy: theirs }));
    const before = await sideOf(lab);
    await lab.step(`up by the program of ${ref} (${base.commit.slice(0, 8)})`, () => lab.upQuickly(), endsWell);
    lab.wrap((ours) => ours);
    await move(lab, "up by this program", [before, await sideOf(lab)], "memory");
}
