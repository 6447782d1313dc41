/** Where a component's resources live and how they are named: plain data, the same for every component of an environment. */
import type { DataPolicy, Environment } from "../config/environment";

export interface Scope {
    readonly project: string;
    readonly stack: string;
    readonly account: string;
    readonly region: string;
    /** Part of every ARN: aws, aws-us-gov, aws-cn. */
    readonly partition: string;
    readonly data: DataPolicy;
    readonly highlyAvailable: boolean;
    /** How often the generated passwords were rotated (components/aws/rotation). Default 0. */
    readonly rotation?: number;
    /** ARN of the policy that bounds every role made here (IAM permissions boundary). */
    readonly permissionsBoundary?: string;
}

export function scopeOf(environment: Environment): Scope {
    const { project, stack, account, region, partition, data, profile, rotation, deployment } = environment;
    const { permissionsBoundary } = deployment;
    return {
        ...{ project, stack, account, region, partition, data, rotation, permissionsBoundary },
        highlyAvailable: profile === "highlyAvailable",
    };
}
