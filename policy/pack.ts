/** The rules as a policy pack: the engine hands over what it is about to register, and refuses where a rule is broken. */
import { PolicyPack } from "@pulumi/policy";
import * as path from "node:path";
import { loadStackFile } from "../config/stack-file";
import { policiesOf } from "./pack/policies";

const ROOT = path.join(__dirname, "..");

new PolicyPack("mindcloud", {
    enforcementLevel: "mandatory",
    policies: [...policiesOf((stack) => loadStackFile(path.join(ROOT, `Pulumi.${stack}.yaml`), stack))],
});
