/** What an EBS gp3 volume can do, as a class of its own that a claim may change to while it is in use (VolumeAttributesClass). */
import { VolumeAttributesClass } from "@pulumi/kubernetes/storage/v1";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { fit } from "../names";
import { standardLabels } from "./labels";
import type { NamespaceHandle } from "./site";
import { sizeText, type Size } from "./quantities";

export interface VolumePerformance {
    /** I/O operations a second: 3000 to 80000, and at most 500 for each GiB. */
    readonly iops: number;
    /** MiB a second: 125 to 2000, and at most a quarter of the IOPS. */
    readonly throughputMebibytes: number;
}

/** Amazon EBS user guide, "General Purpose SSD volumes", as raised in 2025-09. The lower bounds are in the price of the volume. */
const IOPS = { least: 3000, most: 80_000, perGibibyte: 500 } as const;
const THROUGHPUT = { least: 125, most: 2000, perIops: 0.25 } as const;

const NAME_LENGTH = 63;
const SUFFIX_BYTES = 3;
const SUFFIX_LENGTH = SUFFIX_BYTES * 2 + 1;

export interface PerformanceClassArgs {
    readonly namespace: NamespaceHandle;
    readonly claimName: string;
    readonly performance: VolumePerformance;
}

/**
 * A class never changes, so its name holds its numbers: other numbers are another class, made before the claim moves to it and before the
 * old one goes. What was kept of an earlier one is in nobody's way: each has a suffix of its own. EBS then modifies the volume under the running pod, once in six hours. Parameters:
 * kubernetes-sigs/aws-ebs-csi-driver/docs/modify-volume.md.
 */
export function performanceClass(
    name: string,
    { namespace, claimName, performance: { iops, throughputMebibytes } }: PerformanceClassArgs,
    parent: pulumi.Resource,
): { readonly className: pulumi.Output<string>; readonly ready: VolumeAttributesClass } {
    const numbers = `${iops}-${throughputMebibytes}`;
    // Classes have no namespace, so their names carry it.
    const room = NAME_LENGTH - numbers.length - 1 - SUFFIX_LENGTH;
    const fixed = `${fit(`${namespace.namespaceName}-${claimName}`, room)}-${numbers}`;
    const suffix = new random.RandomId(
        `${name}-performance-suffix`,
        { byteLength: SUFFIX_BYTES, keepers: { numbers } },
        { parent },
    );
    const className = pulumi.interpolate`${fixed}-${suffix.hex}`;
    const ready = new VolumeAttributesClass(
        `${name}-performance`,
        {
            metadata: { name: className, labels: standardLabels({ name: claimName, partOf: namespace.system }) },
            driverName: "ebs.csi.aws.com",
            parameters: { iops: String(iops), throughput: String(throughputMebibytes) },
        },
        {
            parent,
            dependsOn: [...namespace.ready],
            // Kubernetes holds a class for as long as a volume names it, and a volume that was once to be kept does so for ever, whatever
            // `data` is by then: a delete would wait until it fails. What stays behind is a name with two numbers.
            retainOnDelete: true,
        },
    );
    return { className, ready };
}

/** EC2 says no only when the volume is made, or modified under load. */
export function performanceProblems(size: Size, { iops, throughputMebibytes }: VolumePerformance): string[] {
    const mostIops = Math.min(IOPS.most, Math.max(IOPS.least, Math.floor((size.mebibytes / 1024) * IOPS.perGibibyte)));
    const mostThroughput = Math.min(THROUGHPUT.most, Math.floor(iops * THROUGHPUT.perIops));
    return [
        ...(Number.isInteger(iops) && iops >= IOPS.least && iops <= mostIops
            ? []
            : [`asks for ${iops} IOPS; gp3 of ${sizeText(size)} has ${IOPS.least} to ${mostIops}`]),
        ...(Number.isInteger(throughputMebibytes) &&
        throughputMebibytes >= THROUGHPUT.least &&
        throughputMebibytes <= mostThroughput
            ? []
            : [
                  `asks for ${throughputMebibytes} MiB/s; gp3 with ${iops} IOPS has ${THROUGHPUT.least} to ${mostThroughput}`,
              ]),
    ];
}
