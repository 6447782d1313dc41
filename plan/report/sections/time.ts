import type { Graph } from "../../graph";
import type { Plan } from "../../plan";
import type { Stage } from "../../schedule";
import { createSeconds } from "../../times";
import { kindOf, minutes } from "../../words";
import { spanBar } from "../bars";
import { markup, type Html, type Part } from "../html";
import { folded, table, type Column, type Section } from "../section";

const COLUMNS: readonly Column[] = [
    { title: "step" },
    { title: "from", number: true },
    { title: "to", number: true },
    { title: "minutes after the start", wide: true },
];

/** Below this a step is listed and not drawn by itself. */
const LONG_SECONDS = 30;
const MOST_BESIDE = 25;

export function time({ time: { totalSeconds, criticalPath, readyAfter, finish }, graph }: Plan): Section {
    const onPath = new Set(criticalPath.flatMap(({ urns }) => urns));
    const spans = withStart(criticalPath, finish);
    const bar = ({ start, end }: Span, kind: "critical" | "beside"): readonly Part[] => [
        minutes(start),
        minutes(end),
        spanBar(start, end, totalSeconds, kind),
    ];
    const ready = Object.entries(readyAfter).sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
    const beside = longest(graph, finish, onPath);
    return {
        id: "time",
        title: "First deployment",
        body: markup` <p>
                ${minutes(totalSeconds)} min, as AWS usually takes. These steps wait for each other; whoever shortens
                one shortens the whole.
            </p>
            ${table(
                "The critical path",
                COLUMNS,
                spans.map((span) => [span.name, ...bar(span, "critical")]),
            )}
            ${folded(
                "Which resources are on it",
                markup`<ol>
                    ${criticalPath.flatMap(({ urns }) => urns.map((urn) => resourceItem(graph, urn)))}
                </ol>`,
            )}
            ${table(
                "Ready after",
                [{ title: "what" }, { title: "minutes", number: true }, { title: "", wide: true }],
                ready.map(([name, seconds]) => [name, minutes(seconds), spanBar(0, seconds, totalSeconds, "beside")]),
            )}
            ${folded(
                "What takes long beside it, and costs no time",
                table(
                    "Beside the critical path",
                    COLUMNS,
                    beside.map((span) => [span.name, ...bar(span, "beside")]),
                ),
            )}`,
    };
}

interface Span {
    readonly name: string;
    readonly start: number;
    readonly end: number;
}

function withStart(stages: readonly Stage[], finish: ReadonlyMap<string, number>): readonly Span[] {
    return stages.map(({ name, seconds, urns }) => {
        const end = Math.max(0, ...urns.map((urn) => finish.get(urn) ?? 0));
        return { name, start: end - seconds, end };
    });
}

function longest(graph: Graph, finish: ReadonlyMap<string, number>, onPath: ReadonlySet<string>): readonly Span[] {
    return graph.resources
        .filter(({ urn, custom }) => custom && !onPath.has(urn))
        .map(({ urn, name, type, inputs }) => {
            const [end, seconds] = [finish.get(urn) ?? 0, createSeconds(type, inputs)];
            return { name: `${kindOf(type)} ${name}`, start: end - seconds, end };
        })
        .filter(({ start, end }) => end - start >= LONG_SECONDS)
        .sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start || (a.name < b.name ? -1 : 1))
        .slice(0, MOST_BESIDE);
}

function resourceItem(graph: Graph, urn: string): Html {
    const { type, name, inputs } = graph.get(urn);
    return markup`<li>
        ${kindOf(type)} <a href="#find=${encodeURIComponent(name)}">${name}</a>, ${String(createSeconds(type, inputs))}
        s
    </li>`;
}
