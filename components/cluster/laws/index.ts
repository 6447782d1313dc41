import * as pulumi from "@pulumi/pulumi";
import type { ImageRule } from "../../workload/image";
import { enact } from "./law";
import { namespaceLaw } from "./namespaces";
import { OPERATOR_LAWS } from "./operators";
import { podLaw } from "./pods";

export interface AdmissionLawsArgs {
    /** Whether every image must name its digest. */
    readonly images: ImageRule;
    /** `cluster.access` grants `operate` to somebody. */
    readonly operators: boolean;
}

/**
 * Laws that hold for objects that this program did not write too. Only in namespaces that carry our label: other
 * namespaces of the cluster are not ours to judge. Satisfies CKV_K8S_14, CKV_K8S_43, KSV-0013, KSV-0017.
 */
export class AdmissionLaws extends pulumi.ComponentResource {
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, { images, operators }: AdmissionLawsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:cluster:AdmissionLaws", name, {}, opts);
        this.ready = [
            ...enact(`${name}-pods`, podLaw(images), this),
            ...enact(`${name}-namespaces`, namespaceLaw, this),
            ...(operators
                ? Object.entries(OPERATOR_LAWS).flatMap(([key, law]) => enact(`${name}-${key}`, law, this))
                : []),
        ];
        this.registerOutputs({});
    }
}
