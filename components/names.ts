/**
 * Physical names: `<project>-<stack>-<name>`, so that two stacks in one account share none; global ones add account and region.
 * A name over its service's limit keeps its beginning and ends in a hash of the whole, so that it stays unique and stable.
 */
import { createHash } from "node:crypto";
import type { Scope } from "./scope";

/** Longest names that AWS accepts, in characters (AWS API references: 40 for a replication group, 32 for a load balancer, 64 for a role). */
export const NAME_LIMITS = {
    bucket: 63,
    cacheParameterGroup: 255,
    cacheReplicationGroup: 40,
    cacheSubnetGroup: 255,
    cacheUser: 40,
    cluster: 100,
    databaseInstance: 63,
    databaseParameterGroup: 255,
    databaseSubnetGroup: 255,
    iamRole: 64,
    iamPolicy: 128,
    launchTemplate: 128,
    securityGroup: 255,
    loadBalancer: 32,
    nodeGroup: 63,
    topic: 256,
    alarm: 255,
    backup: 50,
    generic: 128,
} as const;
export type NameKind = keyof typeof NAME_LIMITS;

const HASH_LENGTH = 6;
/** Still tells 65,000 names apart. */
const SHORTEST_HASH = 4;

/** Shortens to `limit` characters; what is cut off lives on in the hash. `kept`: what it begins with and may not lose, for a shorter hash. */
export function fit(name: string, limit: number, kept = ""): string {
    if (name.length <= limit) return name;
    const room = limit - kept.length;
    const length = room >= SHORTEST_HASH && room < HASH_LENGTH ? room : HASH_LENGTH;
    const hash = createHash("sha256").update(name).digest("hex").slice(0, length);
    return `${name.slice(0, limit - length - 1).replace(/-+$/, "")}-${hash}`;
}

/** Name that is unique in an account and region. `reserve` keeps room for a suffix that AWS or the provider adds. */
export function physicalName(scope: Scope, kind: NameKind, name: string, reserve = 0): string {
    const kept = `${scope.project}-${scope.stack}-`;
    return fit(`${kept}${name}`, NAME_LIMITS[kind] - reserve, kept);
}

/** The same for what takes letters, digits and underscores only: restore testing plans (CreateRestoreTestingPlan). */
export function underscoredName(scope: Scope, kind: NameKind, name: string): string {
    return physicalName(scope, kind, name).replaceAll("-", "_");
}

/** Name that is unique in the world: S3 buckets. */
export function globalName(scope: Scope, kind: NameKind, name: string): string {
    return fit(`${scope.project}-${scope.stack}-${name}-${scope.account}-${scope.region}`, NAME_LIMITS[kind]);
}

/** Path of a secret or of a log group: `<project>/<stack>/<path>`. */
export function pathName(scope: Scope, path: string): string {
    return `${scope.project}/${scope.stack}/${path}`;
}
