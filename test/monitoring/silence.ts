/** What of a question nobody answers, and whether that is because there is nothing of the kind. */
import type { Metric } from "../../components/monitoring/catalogue";
import type { Graph } from "../../plan/graph";
import type { Sample } from "./prometheus";
import { answersOf, isMatch, selectedBy, type Matcher } from "./promql";
import { withoutVariables, type Asked } from "./queries";
import { namespacesOf } from "./world";

export interface Answering {
    readonly graph: Graph;
    readonly catalogue: ReadonlyMap<string, Metric>;
    readonly ask: (expr: string) => Promise<readonly Sample[]>;
}

/** Empty when all of it has an answer that is a number. */
export async function silenceOf({ where, expr }: Asked, answering: Answering): Promise<readonly string[]> {
    const silent = await Promise.all(
        answersOf(withoutVariables(expr)).map(async (part) => {
            const silence = await wrongWith(part, answering);
            if (silence === undefined) return undefined;
            // A system without an autoscaler has no autoscaler's alert; the same of the others must be answered.
            const everywhere = part.replace(/namespace(=~?|!=|!~)"[^"]*",?/g, "");
            if (isAboutNothing(part, answering) && (await wrongWith(everywhere, answering)) === undefined)
                return undefined;
            return `${where}: ${silence} from ${part}`;
        }),
    );
    return silent.filter((each) => each !== undefined);
}

async function wrongWith(part: string, { ask }: Answering): Promise<string | undefined> {
    const samples = await ask(part).catch((error: unknown) => String(error));
    if (typeof samples === "string") return samples;
    if (samples.length === 0) return "nothing";
    return samples.some(({ value: [, text] }) => text !== "NaN") ? undefined : "no number";
}

/** Whether it asks of namespaces in which there is nothing that one of its metrics tells of. */
const isAboutNothing = (part: string, { graph, catalogue }: Answering): boolean =>
    selectedBy(part).some(({ name, matchers }) => {
        const metric = catalogue.get(name);
        const asked = matchers.filter(({ label }) => label === "namespace");
        const there = metric && namespacesOf(graph, metric);
        return there !== undefined && asked.length > 0 && !there.some((namespace) => fits(asked, namespace));
    });

const fits = (matchers: readonly Matcher[], namespace: string): boolean =>
    matchers.every((matcher) => isMatch(matcher, namespace));
