/** From a command line's options to the difference. */
import * as fs from "node:fs";
import * as path from "node:path";
import { InputError } from "../input-error";
import {
    baseOf,
    fileAt,
    hasSameProgram,
    hasSameProject,
    inWords,
    isForeign,
    otherPackages,
    type Base,
} from "./base/git";
import { differenceFrom, differenceOf, type Difference } from "./difference";
import type { Question } from "./options";
import { Graph } from "../graph";
import { oldNames } from "./graph/match";
import type { Side } from "./side";
import { sideAt, sideHere } from "./sides";

const NOTHING = new Graph([]);
/** The SDK and the policies' are no providers: what they make of the program is recorded. */
const PROVIDER = /^@pulumi\/(?!pulumi$|policy$)/;

export async function compare(root: string, { against, ...at }: Question): Promise<Difference> {
    const { file, stack } = at;
    if (against.kind === "plan") {
        const { sideFromPlan } = await import("./base/plan-file");
        const before = sideFromPlan(against.file);
        const source = `plan file ${path.basename(against.file)}`;
        const after = await sideHere(root, at, "preview");
        requireOneStack([before, after], source);
        const counted = (await sideHere(root, at, "update"))?.graph;
        return differenceOf(stack, before, after && { ...after, ...(counted && { counted }) }, { source });
    }
    if (against.kind === "preview") {
        const { stepsFromPreview } = await import("./base/preview-file");
        const after = await sideHere(root, at, "update");
        return differenceFrom(stack, stepsFromPreview(against.file), after);
    }
    const base = baseOf(root, stack, against.ref);
    const source = inWords(base);
    const providers = otherPackages(root, base.commit).filter(({ name }) => PROVIDER.test(name));
    const sameProgram = hasSameProgram(root, base.commit);
    const from = { base, source, sameProgram, ...(providers.length > 0 && { providers }) };
    if (isUnchanged(root, base, file)) {
        const side = await sideHere(root, at, "update");
        return differenceOf(stack, side, side, from);
    }
    const before = await sideAt(root, base, at);
    const first = await sideHere(root, at, "update");
    const names = oldNames(before?.graph ?? NOTHING, first?.graph ?? NOTHING);
    // What is renamed keeps its addresses and passwords, and with them the checksums that the program makes of those.
    const after = names.size === 0 ? first : await sideHere(root, at, "update", names);
    if (before === undefined && after === undefined)
        throw new InputError(
            `${path.basename(file)} is neither here nor in BASE ${base.ref}: write it with: make stack STACK=${stack}`,
        );
    requireOneStack([before, after], source);
    return differenceOf(stack, before, after, from);
}

/** A state holds one project's stack: nothing of another becomes its own, whatever it is called. */
function requireOneStack(sides: readonly (Side | undefined)[], source: string): void {
    const [then, now] = sides.map((side) => side && stackIn(side.graph));
    if (then === undefined || now === undefined || then === now) return;
    const [stack = "", project = ""] = then.split("::");
    const [ours = ""] = now.split("::");
    const fix =
        stack === ours
            ? `a renamed project makes a second environment: pulumi stack rename takes the state along, and is compared after it`
            : `say --stack ${stack} beside --stack-file FILE to read the file as that stack`;
    throw new InputError(
        `${source} is stack ${stack} of project ${project}, this is ${now.replace("::", " of ")}: ${fix}`,
    );
}

/** `prod::mindcloud`; undefined where nothing is registered. */
function stackIn({ resources }: Graph): string | undefined {
    const [, stack = "", project = ""] = /^urn:pulumi:(.+?)::(.+?)::/.exec(resources[0]?.urn ?? "") ?? [];
    return stack === "" ? undefined : `${stack}::${project}`;
}

/** The same program and the same file: recorded once. */
function isUnchanged(root: string, { commit }: Base, file: string): boolean {
    if (!fs.existsSync(file) || !hasSameProgram(root, commit) || !hasSameProject(root, commit)) return false;
    const inside = path.relative(root, file);
    if (isForeign(inside)) return true;
    return fileAt(root, commit, inside) === fs.readFileSync(file, "utf8");
}
