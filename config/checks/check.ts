/** What a check is, and the few questions that many of them ask. */
import type { Environment, PeopleSecrets } from "../environment";
import type { Problem } from "../problems";
import type { Settings } from "../schema";
import { at, type Tree } from "../tree";

export interface Checked {
    readonly environment: Environment;
    /** The stack file's own words, to tell a choice from a default. */
    readonly said: Tree;
    readonly secrets: PeopleSecrets;
}

export interface Check {
    /** Theme and rule, for tests and for the reference. */
    readonly id: string;
    /** Keys that it compares. Where one of them is wrong already, the check says nothing: what it found would merely follow. */
    readonly reads: readonly string[];
    readonly find: (checked: Checked) => readonly Problem[];
}

export const isSaid = (said: Tree, path: string): boolean => at(said, path.split(".")) !== undefined;

/** The block that the cluster lives in, whoever made the VPC. */
export const vpcCidr = ({ existing, network }: Environment): string => existing.vpc?.cidr ?? network.cidr;

export type NodeGroup = Settings["nodeGroups"][string];

export const nodeGroups = ({ nodeGroups: groups }: Environment): (readonly [name: string, group: NodeGroup])[] =>
    Object.entries(groups);

/** What our pods do not tolerate keeps them away. */
export const isClosed = ({ state, taints }: NodeGroup): boolean =>
    state === "leaving" || taints.some(({ effect }) => effect !== "PREFER_NO_SCHEDULE");

/** Zonal groups exist once per zone. */
export const copiesOf = (group: NodeGroup, { network }: Environment): number =>
    group.purpose === "zonal" ? network.zones : 1;

/** Whether pods of that purpose exist: what nobody needs is not created (docs/design.md, rule 11). */
export function purposeIsNeeded(purpose: NodeGroup["purpose"], { needs }: Pick<Environment, "needs">): boolean {
    if (purpose === "zonal") return needs.zonalVolumes;
    if (purpose === "untrusted") return needs.untrustedCode;
    return true;
}

/** Second and later mentions of what a list has already, by position. */
export function repeated(values: readonly string[]): { readonly index: number; readonly value: string }[] {
    return values.flatMap((value, index) => (values.indexOf(value) < index ? [{ index, value }] : []));
}
