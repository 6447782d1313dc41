/** What RDS and ElastiCache keep of a store that is destroyed or replaced. */
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { DATA_PROTECTION } from "../data-policy";
import type { Scope } from "../scope";

export interface FinalSnapshotArgs {
    /** Beginning of the name: that of the store. */
    readonly prefix: string;
    /** What makes AWS replace the store when it changes. The old one takes the old name with it, and the new one has a name of its own. */
    readonly replacedBy: Readonly<Record<string, pulumi.Input<string>>>;
}

/** AWS refuses a second snapshot of the same name: each life of a store has its own, so that up - down - up - down works. */
export function finalSnapshotName(
    parent: pulumi.Resource,
    name: string,
    scope: Scope,
    { prefix, replacedBy }: FinalSnapshotArgs,
): pulumi.Output<string> | undefined {
    if (!DATA_PROTECTION[scope.data].finalSnapshot) return undefined;
    const life = new random.RandomId(`${name}-life`, { byteLength: 4, keepers: replacedBy }, { parent });
    return pulumi.interpolate`${prefix}-final-${life.hex}`;
}
