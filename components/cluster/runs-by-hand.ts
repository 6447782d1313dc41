import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import { NAMESPACE_LABEL, type Site } from "../workload";
import { grantTo } from "./access-roles";
import { isInstalled } from "./present";
import { bind, enact, policyOf } from "./laws/law";
import { knownRunLaw, OF_CRONJOB, templateRunLaw } from "./laws/operators/runs";

/** After the last CronJob is declared; nothing where nobody may, or where there is none. */
export function letRunByHand(
    environment: Environment,
    { registry }: Site,
    opts: pulumi.ComponentResourceOptions,
): void {
    const operators = Object.values(environment.cluster.access).includes("operate");
    if (operators && registry.cronJobs.length > 0 && isInstalled(environment, "admissionPolicies"))
        new RunsByHand("runs", { registry }, opts);
}

export interface RunsByHandArgs {
    /** With every CronJob of the environment in it. */
    readonly registry: Site["registry"];
}

/** Lets operators start what runs on a schedule, now and as it is: nothing else of a Job is theirs to say. */
export class RunsByHand extends pulumi.ComponentResource {
    constructor(name: string, { registry }: RunsByHandArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:cluster:RunsByHand", name, {}, opts);
        const known = enact(`${name}-known`, knownRunLaw(registry.cronJobs), this);
        const policy = policyOf(`${name}-template`, templateRunLaw, this);
        const compared = registry.cronJobs.map(({ namespace, cronJob }) =>
            bind(`${name}-template-${namespace}-${cronJob}`, templateRunLaw, policy, this, {
                suffix: `-${namespace}-${cronJob}`,
                paramRef: { namespace, name: cronJob, parameterNotFoundAction: "Deny" },
                matchResources: {
                    namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: namespace } },
                    objectSelector: { matchLabels: { [OF_CRONJOB]: cronJob } },
                },
            }),
        );
        const create = { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create"] };
        grantTo(name, "operate", [create], this, [...known, ...compared], "-runs");
        this.registerOutputs({});
    }
}
