/** Every chart for every environment: rendered, linted, its values tried, and what it makes put down as facts. */
import { recordOf, type ChartRecord } from "../plan/charts/record";
import { CHARTS } from "../config/versions";
import { tried } from "./effects";
import { factsOf } from "./facts";
import { keyOf, render, type Asked, type ChartAnswer, type ReleaseAnswer } from "./render";
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
    const chosen = trials ? tried(releases) : new Set();
    const answers = await render(
        program,
        folders,
        releases.map((release) => ({ ...release, effects: chosen.has(release) })),
    );
    const renewed = answers.map((answer) => recordFrom(answer, releases, trials));
    return {
        records: renewed.flatMap(({ record }) => (record === undefined ? [] : [record])),
        problems: renewed.flatMap(({ problems }) => problems),
        absent: answers.flatMap(({ Name, Absent }) => (Absent ?? []).map((name) => `${Name}: ${name}`)),
        renderings: answers.reduce((sum, { Releases }) => sum + (Releases ?? []).length, 0),
    };
}

/** Read only where a template finds its own earlier objects (`lookup`), which a first installation never does: values by chart and release. */
const FROM_THE_SECOND_TIME: Readonly<Record<string, readonly string[]>> = {
    // templates/_helpers.tpl, aws-load-balancer-controller.webhookCerts
    "aws-load-balancer-controller": ["aws-load-balancer-controller: keepTLSSecret"],
};

function recordFrom(answer: ChartAnswer, releases: readonly Release[], trials: boolean) {
    const { Name: chart, Version: version, Digest: digest } = answer;
    const failures = failuresOf(answer);
    if (failures.length > 0) return { problems: failures };
    const rendered = (answer.Releases ?? []).flatMap((each) => {
        const release = releases.find((one) => one.chart === chart && keyOf(one) === each.Key);
        return release === undefined ? [] : [{ each, release }];
    });
    const ofAll = (pick: (one: ReleaseAnswer) => readonly string[] | null) =>
        [
            ...new Set(
                rendered.flatMap(({ each, release }) => (pick(each) ?? []).map((at) => `${release.name}: ${at}`)),
            ),
        ].sort();
    const withoutEffect = trials
        ? ofAll(({ Unread }) => Unread).filter((at) => FROM_THE_SECOND_TIME[chart]?.includes(at) !== true)
        : (recordOf(chart)?.withoutEffect ?? []);
    const record: ChartRecord = {
        ...{ chart, version, digest, dependencies: answer.Dependencies, withoutEffect },
        variants: variantsOf(
            rendered.map(({ each, release }) => ({
                ...{ release: release.name, environment: release.environment, values: release.values },
                facts: factsOf([...(each.CRDs ?? []), ...(each.Objects ?? [])], release.namespace),
            })),
        ),
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

function failuresOf({ Name, Version, Error: error, Releases }: ChartAnswer): readonly string[] {
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
