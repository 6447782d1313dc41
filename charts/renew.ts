/** Every chart for every environment: rendered, linted, its values tried, and what it makes put down as facts. */
import { recordOf, type ChartRecord } from "../plan/charts/record";
import { CHARTS } from "../config/versions";
import { effectsOf, tried } from "./effects";
import { configurationsIn } from "./configurations";
import { factsOf } from "./facts";
import { keyOf, render, type Asked, type ChartAnswer } from "./render";
import type { Release } from "./releases";
import { variantsOf } from "./variants";

export interface Renewed {
    readonly records: readonly ChartRecord[];
    /** One line each: what is wrong, and the fix. */
    readonly problems: readonly string[];
    /** Sub-charts that were not at hand, and that nothing here enables. */
    readonly absent: readonly string[];
    readonly renderings: number;
}

export async function renew(
    program: string,
    folders: readonly string[],
    releases: readonly Omit<Asked, "effects">[],
    trials: boolean,
): Promise<Renewed> {
    const chosen = trials ? tried(releases) : new Set<Release>();
    const answers = await render(
        program,
        folders,
        releases.map((release) => ({ ...release, effects: chosen.has(release) })),
    );
    const renewed = answers.map((answer) => recordFrom(answer, releases, trials, chosen));
    return {
        records: renewed.flatMap(({ record }) => (record === undefined ? [] : [record])),
        problems: renewed.flatMap(({ problems }) => problems),
        absent: answers.flatMap(({ Name, Absent }) => (Absent ?? []).map((name) => `${Name}: ${name}`)),
        renderings: answers.reduce((sum, { Releases }) => sum + (Releases ?? []).length, 0),
    };
}

function recordFrom(answer: ChartAnswer, releases: readonly Release[], trials: boolean, tries: ReadonlySet<Release>) {
    const { Name: chart, Version: version, Digest: digest } = answer;
    const failures = failuresOf(answer);
    if (failures.length > 0) return { problems: failures };
    const rendered = (answer.Releases ?? []).flatMap((each) => {
        const release = releases.find((one) => one.chart === chart && keyOf(one) === each.Key);
        return release === undefined ? [] : [{ each, release }];
    });
    const values = trials
        ? effectsOf(
              rendered.flatMap(({ each: { Unread, Default }, release }) =>
                  tries.has(release) ? [{ ...release, unread: Unread ?? [], same: Default ?? [] }] : [],
              ),
          )
        : (recordOf(chart)?.values ?? {});
    const of = rendered.map(({ each, release }) => ({
        ...{ release: release.name, environment: release.environment, values: release.values },
        ...{ objects: [...(each.CRDs ?? []), ...(each.Objects ?? [])], namespace: release.namespace },
    }));
    const configurations = variantsOf(
        of.flatMap(({ objects, ...one }) =>
            configurationsIn(chart, objects, one.values).map((facts) => ({ ...one, facts })),
        ),
    );
    const withoutEffect = Object.entries(values).flatMap(([at, effect]) => (effect === "none" ? [at] : []));
    const record: ChartRecord = {
        ...{ chart, version, digest, dependencies: answer.Dependencies, values },
        variants: variantsOf(
            of.map(({ objects, namespace, ...one }) => ({ ...one, facts: factsOf(objects, namespace) })),
        ),
        ...(configurations.length > 0 && { configurations }),
    };
    return {
        record,
        problems: [
            ...withoutEffect.map(
                (at) => `${chart} ${version}: the value ${at} has no effect: leave it out, or find its name`,
            ),
            ...digestProblem(chart, digest),
        ],
    };
}

/** One line each: why it cannot be installed. */
export function failuresOf({ Name, Version, Error: error, Releases }: ChartAnswer): readonly string[] {
    const said = [
        ...(error === "" ? [] : [error]),
        ...(Releases ?? []).flatMap(({ Key, Error: problem, Lint }) => [
            ...(problem === "" ? [] : [`${Key}: ${problem}`]),
            ...(Lint ?? []).map((line) => `${Key}: lint: ${line}`),
        ]),
    ];
    return [...new Set(said)].map((line) => `${Name} ${Version}: ${line.replaceAll("\n", " ")}`);
}

function digestProblem(chart: string, digest: string): readonly string[] {
    const pinned = Object.values(CHARTS).find((each) => each.chart === chart);
    if (pinned === undefined || pinned.digest === digest) return [];
    return [
        `${chart} ${pinned.version}: its content is ${digest}, and config/versions.ts has ${pinned.digest}: if the version was moved on purpose, write the first`,
    ];
}
