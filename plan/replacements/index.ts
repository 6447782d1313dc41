/** What a change of an argument does to what exists: one table for the embedded cloud and for the difference of two programs. */
import { account } from "./aws/account";
import { cluster } from "./aws/cluster";
import { databases } from "./aws/databases";
import { network } from "./aws/network";
import { storage } from "./aws/storage";
import { at } from "./conditions";
import * as kubernetes from "./kubernetes";
import type { Arguments, Row, Table } from "./row";
import { same } from "./same";

export { at } from "./conditions";
export { kindRow } from "./kubernetes";
export type { Arguments, Row } from "./row";

export const AWS: Table = { ...network, ...cluster, ...storage, ...databases, ...account };

/** Every regional resource of provider 7 has it, and moves with it to another region: a new one. */
const EVERYWHERE: readonly string[] = ["region"];

export interface Effect {
    /** Arguments that differ, without those whose difference the provider drops. */
    readonly changed: readonly string[];
    /** Paths that force another object. Empty: in place, or nothing at all. */
    readonly replaces: readonly string[];
    /** Where it is replaced: the old one goes before the new one comes. */
    readonly deletedFirst: boolean;
}

export interface Settings {
    readonly mutableKinds?: ReadonlySet<string>;
    /** Whether two values are the same; where secrets are wrapped, by what is inside. */
    readonly same?: (one: unknown, other: unknown) => boolean;
}

/** What the provider of this type makes of another set of arguments. */
export function effectOf(type: string, olds: Arguments, news: Arguments, settings: Settings = {}): Effect {
    const equal = settings.same ?? same;
    const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
    const changed = keys.filter((key) => !equal(olds[key], news[key]));
    if (type.startsWith("kubernetes:")) return kubernetesEffect(type, changed, olds, news, settings, equal);
    // Drawn once, from all of its arguments: another one is another draw.
    if (type.startsWith("random:")) return { changed, replaces: changed, deletedFirst: false };
    return awsEffect(AWS[type], changed, olds, news, equal);
}

type Equal = NonNullable<Settings["same"]>;

function kubernetesEffect(
    type: string,
    changed: readonly string[],
    olds: Arguments,
    news: Arguments,
    { mutableKinds }: Settings,
    equal: Equal,
): Effect {
    const paths = kubernetes.replacingPaths(type, news, mutableKinds);
    const replaces = paths.filter((path) => !equal(at(olds, path), at(news, path)));
    const first = replaces.length > 0 && kubernetes.deletedFirst(type, olds, news);
    return { changed, replaces, deletedFirst: first };
}

function awsEffect(
    row: Row | undefined,
    differing: readonly string[],
    olds: Arguments,
    news: Arguments,
    equal: Equal,
): Effect {
    const change = { olds, news };
    const changed = differing.filter((key) => row?.dropped?.[key]?.holds(change) !== true);
    const differs = (path: string): boolean =>
        changed.includes(path.split(".")[0] ?? "") && !equal(at(olds, path), at(news, path));
    const always = [...(row?.replaces ?? []), ...EVERYWHERE].filter(differs);
    const sometimes = Object.entries(row?.sometimes ?? {}).filter(
        ([path, condition]) => differs(path) && condition.holds(change),
    );
    const replaces = [...always, ...sometimes.map(([path]) => path)];
    return { changed, replaces, deletedFirst: replaces.length > 0 && goesFirst(row, news) };
}

/**
 * The bridge compares no names here: where the program names what the provider would have named, two cannot be at once, it says, and
 * deletes first even when the name is another one (`nameRequiresDeleteBeforeReplace` in pulumi-terraform-bridge, pkg/tfbridge/schema.go).
 */
function goesFirst(row: Row | undefined, news: Arguments): boolean {
    return row?.deletedFirst === true || (row?.autonamed !== undefined && news[row.autonamed] !== undefined);
}

/** What AWS has afterwards, where that is not what was asked for: RDS adds at least a tenth (botocore, ModifyDBInstance). */
export function granted(type: string, before: Arguments, asked: Arguments): Arguments {
    if (type !== "aws:rds/instance:Instance") return asked;
    const [old, wanted] = [Number(before.allocatedStorage), Number(asked.allocatedStorage)];
    return wanted > old ? { ...asked, allocatedStorage: Math.max(wanted, Math.ceil((old * 11) / 10)) } : asked;
}
