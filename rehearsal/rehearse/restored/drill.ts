/** What one store shows when it is restored: something is written, and found again beside the old one. */
import type { Restore } from "../../../config/restores";
import { CONTENT } from "../../aws/restored";
import { factsOf, type CloudObject, type Store } from "../../cloud/store";
import type { Lab } from "../lab";
import type { Findings } from "../rehearsal";
import type { Patch } from "../stack-file";

/** Not by chance in anything that is made empty. */
const CANARY = 7;

export interface Drill {
    readonly store: string;
    /** What the stack file says; `fate` is that of the old one. */
    readonly restored: (fate: Pick<Restore, "replaced">) => Patch;
    /** Where a restore takes two deployments: what the first one says. */
    readonly prepared?: Patch;
    /** And what is done by hand between the two. */
    readonly between?: (lab: Lab) => Promise<Findings>;
    /** Something is written, and a copy taken. */
    readonly write: (store: Store, lab: Lab) => Promise<void>;
    /** What falls short in the new one, which must hold what was written, and in who is pointed at it. */
    readonly found: (lab: Lab) => Findings;
    /** Whether the old one is there. A restore in place has none. */
    readonly old?: (lab: Lab) => boolean;
}

export const prefixOf = (lab: Lab): string => {
    const { project, stack } = lab.environment();
    return `${project}-${stack}-`;
};

/** Nobody in the cluster says the old name, and somebody says the new one. */
export function pointedAt(lab: Lab, old: string, now: string): Findings {
    const texts = lab
        .cloud()
        .live()
        .filter(({ type }) => type.startsWith("kubernetes:"))
        .map(({ inputs }) => JSON.stringify(inputs));
    const said = (name: string): boolean => texts.some((text) => text.includes(name));
    return [
        ...(said(old) ? [`somebody is still pointed at ${old}`] : []),
        ...(said(now) ? [] : [`nobody is pointed at ${now}`]),
    ];
}

export async function writeInto(store: Store, object: CloudObject | undefined): Promise<CloudObject> {
    if (object === undefined) throw new Error("there is no store to write into");
    const written = { ...object, outputs: { ...object.outputs, [CONTENT]: CANARY } };
    await store.put(written);
    return written;
}

export const holds = (object: CloudObject | undefined): Findings =>
    object !== undefined && factsOf(object)[CONTENT] === CANARY ? [] : ["the new one does not hold what was written"];
