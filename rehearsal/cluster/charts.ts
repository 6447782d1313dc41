/** The charts themselves, where they are at hand: packed beside the control plane that they are installed on, as long as it stands. */
import * as fs from "node:fs";
import * as path from "node:path";
import { ARCHIVES, archiveOf } from "../../charts/archives";
import { render, type Asked, type ChartAnswer } from "../../charts/render";
import { failuresOf } from "../../charts/renew";
import { text, mapIn, type Rendered } from "../../charts/rendered";
import { CHARTS } from "../../config/versions";
import { recordOf } from "../../plan/charts/record";
import { WrongKubernetes } from "../kubernetes/plane";
import type { Say } from "../programs/go-build";
import { goProgram } from "../programs/go-programs";
import { leanDefinitions } from "./lean";
import type { Definition } from "./definitions";

/** Of a person who has no folder of charts, but the internet. */
const FROM_REPOSITORIES = "real";

/** Kinds by name. Helm leaves those of a folder crds/, and those that say so by its resource policy: with them, all objects would go. */
interface Kinds {
    readonly installed: readonly string[];
    readonly left: readonly string[];
}

const folderOf = (directory: string): string => path.join(directory, "charts");
const kindsFileOf = (directory: string): string => path.join(folderOf(directory), "kinds.json");

/** Archives as their repositories have them. Undefined where the control plane knows its charts by their record alone. */
export const archivesIn = (directory: string): string | undefined =>
    fs.existsSync(kindsFileOf(directory)) ? folderOf(directory) : undefined;

function kindsIn(directory: string): Kinds {
    const file = kindsFileOf(directory);
    if (!fs.existsSync(file)) return { installed: [], left: [] };
    return JSON.parse(fs.readFileSync(file, "utf8")) as Kinds;
}

/** What Helm leaves behind of charts that it has taken away. On EKS it goes with the cluster. */
export const leftByHelm = (directory: string): readonly string[] => kindsIn(directory).left;

/** Of the kinds that no chart brings here. */
export function definitionsFor(directory: string): readonly Definition[] {
    const { installed, left } = kindsIn(directory);
    const brought = new Set([...installed, ...left]);
    return leanDefinitions().filter(({ metadata }) => !brought.has(metadata?.name ?? ""));
}

/** `from`: a folder as `make charts FROM=` takes it, or `real`. A chart that is not there, or that cannot be rendered, ends it here. */
export async function packCharts(
    directory: string,
    from: string,
    releases: readonly Omit<Asked, "effects">[],
    say: Say,
): Promise<void> {
    const folder = from === FROM_REPOSITORIES ? await fetched(releases) : path.resolve(from);
    const program = await goProgram("helm", say);
    const pack = folderOf(directory);
    fs.mkdirSync(pack, { recursive: true });
    const asked = releases.map((release) => ({ ...release, effects: false }));
    const answers = await render(program, [folder], asked, pack);
    const failures = answers.flatMap(failuresOf);
    if (failures.length > 0) throw new WrongKubernetes([`charts of ${from}:`, ...failures].join("\n  "));
    fs.writeFileSync(kindsFileOf(directory), JSON.stringify(kindsOf(answers)));
    say(`${String(answers.length)} charts of ${from} are installed by Helm; nothing runs in their pods`);
    for (const line of answers.flatMap(otherContent)) say(line);
}

async function fetched(releases: readonly Omit<Asked, "effects">[]): Promise<string> {
    const wanted = Object.values(CHARTS).filter((pin) => releases.some(({ chart }) => chart === pin.chart));
    const problems = [];
    for (const chart of wanted) {
        const archive = await archiveOf(chart, ARCHIVES);
        if ("problem" in archive) problems.push(archive.problem);
    }
    if (problems.length === 0) return ARCHIVES;
    const fix =
        "say CHARTS=DIR with chart folders that you have, such as checkouts at the pinned tags (docs/charts.md)";
    throw new WrongKubernetes([...problems, fix].join("\n"));
}

function kindsOf(answers: readonly ChartAnswer[]): Kinds {
    const releases = answers.flatMap(({ Releases }) => Releases ?? []);
    const namesOf = (objects: readonly Rendered[]): readonly string[] => [
        ...new Set(
            objects
                .filter(({ kind }) => kind === "CustomResourceDefinition")
                .map(({ metadata }) => text(mapIn(metadata).name)),
        ),
    ];
    const made = releases.flatMap(({ Objects }) => Objects ?? []);
    const apart = releases.flatMap(({ CRDs }) => CRDs ?? []);
    return { installed: namesOf(made), left: namesOf([...apart, ...made.filter(isKept)]) };
}

const isKept = ({ metadata }: Rendered): boolean =>
    mapIn(mapIn(metadata).annotations)["helm.sh/resource-policy"] === "keep";

/** Whoever tries a change of a chart knows it. The pin is of the sub-charts of all environments, so another set of them tells nothing. */
function otherContent({ Name, Version, Digest, Dependencies }: ChartAnswer): readonly string[] {
    const pinned = Object.values(CHARTS).find(({ chart }) => chart === Name);
    const all = Object.keys(recordOf(Name)?.dependencies ?? {});
    if (pinned === undefined || pinned.digest === Digest || Object.keys(Dependencies).length < all.length) return [];
    return [`${Name} ${Version} is not the content that config/versions.ts pins: make charts says what differs`];
}
