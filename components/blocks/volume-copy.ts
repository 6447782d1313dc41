/** Data from one claim into another, where no resize helps: another class of storage, or another kind. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { SharedClaim, SingleWriterClaim } from "../workload/claims";
import type { Nodes } from "../workload/placement";
import {
    claimed,
    Configuration,
    files,
    hours,
    OneShotJob,
    shared,
    type Image,
    type Namespace,
    type Resources,
} from "../workload";

/** Annotation of the Job: `from=to`, claims of its namespace. Whoever looks for what became of a volume finds it here. */
const COPIES = "mindcloud.dev/copies";

export type CopiedClaim = SingleWriterClaim | SharedClaim;

export interface VolumeCopyArgs {
    readonly namespace: Namespace;
    readonly from: CopiedClaim;
    /** Gets all of it, once. What it held before is put aside in it. */
    readonly to: CopiedClaim;
    /** Has Node.js, and is pulled already. */
    readonly image: Image;
    /** Where the volume that is in one zone may be mounted. */
    readonly nodes: Nodes;
    /** Done before it begins: those that wrote are stopped. */
    readonly after: readonly pulumi.Resource[];
}

const SCRIPT = "volume-copy.mjs";
const DIRECTORY = "/volume-copy";

const RESOURCES: Resources = {
    requests: { cpu: "100m", memory: "128Mi", scratch: "16Mi" },
    limits: { cpu: "1", memory: "512Mi", scratch: "32Mi" },
};

/** Runs with both mounted, and while nobody writes into either: a claim of one pod keeps it waiting until that pod has gone. */
export class VolumeCopy extends pulumi.ComponentResource {
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: VolumeCopyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:blocks:VolumeCopy", name, {}, opts);
        const { namespace, from, to, image, nodes, after } = args;
        const ours = { parent: this };
        const values = { [SCRIPT]: readFileSync(join(__dirname, SCRIPT), "utf8") };
        const script = new Configuration(`${name}-script`, { namespace, metadataName: `${name}-script`, values }, ours);
        const { ready } = new OneShotJob<never, "from" | "to" | "script">(
            `${name}-job`,
            {
                ...{
                    namespace,
                    metadataName: name,
                    component: "volume-copy",
                    image,
                    nodes,
                    after,
                    resources: RESOURCES,
                },
                annotations: { [COPIES]: `${from.claimName}=${to.claimName}` },
                command: ["node", `${DIRECTORY}/${SCRIPT}`],
                environment: { FROM: "/from", TO: "/to" },
                volumes: { from: mounted(from), to: mounted(to), script: files(script) },
                mounts: { "/from": "from", "/to": "to", [DIRECTORY]: "script" },
                // 100 GiB at the 10 MiB a second that a small EFS file system writes in bursts.
                within: hours(3),
            },
            ours,
        );
        this.ready = ready;
        this.registerOutputs({});
    }
}

const mounted = (claim: CopiedClaim) => (claim.writers === "many" ? shared(claim) : claimed(claim));
