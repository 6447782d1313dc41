import * as path from "node:path";
import { load } from "../../../config/load";
import { readStackFile } from "../../../config/stack-file";
import { merge, type Tree } from "../../../config/tree";
import { record } from "../../../plan/record";
import { oldNames } from "../../../plan/diff/graph/match";
import { differenceOf, type Difference } from "../../../plan/diff/difference";
import type { Side } from "../../../plan/diff/side";
import { deploy } from "../../../program";
import { inventedSecrets } from "../../../rehearsal/session/mindcloud";
import type { Environment, PeopleSecrets } from "../../../config/environment";
import { withArchive, type Around, type Case } from "./cases";

const ROOT = path.join(__dirname, "../../..");
const FILE = path.join(ROOT, "test/environments/complete.yaml");

export interface Program {
    readonly environment: Environment;
    readonly secrets: PeopleSecrets;
    readonly run: () => Record<string, unknown>;
}

/** The environment with everything, with this change. */
export function programOf({ settings = {}, around = withArchive(), region }: Partial<Case>): Program {
    const { input } = readStackFile(FILE);
    if (input === undefined) throw new Error(`${FILE} cannot be read`);
    const loaded = load({
        ...input,
        settings: withoutNulls(merge(input.settings, settings)),
        region: region ?? input.region,
    });
    if (!loaded.ok) throw new Error(loaded.problems.map(({ path: key, rule }) => `${key} ${rule}`).join("\n"));
    const { environment } = loaded;
    const secrets = inventedSecrets(environment, loaded.secrets);
    const program = (): Record<string, unknown> => ({ ...deploy(environment, secrets) });
    return { environment, secrets, run: () => (around satisfies Around)(program, environment) };
}

/** `null` takes a key away. */
function withoutNulls(tree: Tree): Tree {
    return Object.fromEntries(
        Object.entries(tree).flatMap(([key, value]) => {
            if (value === null) return [];
            return [[key, typeof value === "object" && !Array.isArray(value) ? withoutNulls(value as Tree) : value]];
        }),
    );
}

export async function sideOfProgram(program: Program): Promise<Side> {
    const first = await recorded(program);
    const names = before === undefined ? new Map<string, string>() : oldNames((await before).graph, first.graph);
    return names.size === 0 ? first : recorded(program, names);
}

async function recorded(
    { environment, secrets, run }: Program,
    answersAs?: ReadonlyMap<string, string>,
): Promise<Side> {
    const { project, stack } = environment;
    const { graph } = await record(run, { project, stack, mode: "update", answersAs });
    return { graph, environment, secrets, encrypted: new Map() };
}

let before: Promise<Side> | undefined;
export const sideBefore = (): Promise<Side> => (before ??= recorded(programOf({})));

/** The difference that a change makes. */
export const differenceFor = async (change: Case): Promise<Difference> =>
    sideBefore().then(async () => differenceWith(await sideOfProgram(programOf(change))));

export const differenceWith = async (now: Side): Promise<Difference> =>
    differenceOf("complete", await sideBefore(), now, { source: "the environment with everything" });
