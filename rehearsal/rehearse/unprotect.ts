import { EngineFailed } from "../engine/command";
import type { Lab, Run } from "./lab";

/** As docs/changes.md says: `pulumi state unprotect` for each. */
export function unprotect(lab: Lab, urns: readonly string[]): Promise<Run> {
    return lab.engine("unprotect", {}, async ({ engine, screen }) => {
        for (const urn of urns) {
            const ran = await engine.run("state", "unprotect", urn, "--yes");
            if (ran.code !== 0) throw new EngineFailed(ran);
            screen.say(`unprotected ${urn}`);
        }
    });
}
