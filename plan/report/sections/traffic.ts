import type { Plan } from "../../plan";
import { doorLines } from "../../doors";
import { dataText, markup, type Html, type Part } from "../html";
import { bullets, table, type Section } from "../section";
import { connectionsOf, type Connection } from "../traffic";

export function traffic({ graph, access, reach, doors }: Plan): Section {
    const connections = connectionsOf(graph);
    const ends = [...new Set(connections.flatMap(({ from, to }) => [from, to]))].sort();
    const workloads = ends.filter((end) => end.includes("/"));
    return {
        id: "traffic",
        title: "Who reaches whom",
        body: markup` <h3>People</h3>
            ${table(
                "How people come to a system",
                [{ title: "system" }, { title: "by" }],
                reach.map((way) => [way.system, markup`<code>${"url" in way ? way.url : way.command}</code>`]),
            )}
            ${bullets(doorLines(doors))}
            <h3>The Kubernetes API</h3>
            ${apiOf(access)}
            <h3>In the cluster</h3>
            <p>What no row allows, no policy lets through. Cluster DNS is open to every pod.</p>
            ${matrixOf(connections)}
            <h3>One workload</h3>
            <p>
                <label for="workload">Workload</label>
                <select id="workload">
                    ${workloads.map((end) => markup`<option>${end}</option>`)}
                </select>
            </p>
            <div id="reach-picture" class="reach" aria-live="polite"></div>
            <noscript><p>This picture needs JavaScript. The table above has all of it.</p></noscript>
            <script type="application/json" id="traffic-data">
                ${dataText(connections.map(({ from, to, on }) => [ends.indexOf(from), ends.indexOf(to), on]))}
            </script>
            <script type="application/json" id="traffic-ends">
                ${dataText(ends)}
            </script>`,
    };
}

function apiOf(access: Plan["access"]): Html {
    if (access === undefined) return markup`<p>No cluster of its own.</p>`;
    const ways = [
        access.publicCidrs.length > 0 ? `public for ${access.publicCidrs.join(", ")}` : "private only",
        ...access.ways,
    ];
    return markup`<p>${ways.join("; ")}</p>
        ${table(
            "Who may use it",
            [{ title: "principal" }, { title: "may" }],
            access.principals.map(({ arn, rights }) => [markup`<code>${arn}</code>`, rights.join(", ") || "nothing"]),
        )}`;
}

/** More alike namespaces than this, such as companies, are one row. */
const MOST_ALIKE = 8;

function matrixOf(connections: readonly Connection[]): Html {
    const fold = folding(connections);
    const cells = new Map<string, Set<string>>();
    for (const { from, to, on } of connections) {
        const key = `${fold(from)}\n${fold(to)}`;
        const ports = cells.get(key) ?? new Set<string>();
        for (const port of on.split(", ")) ports.add(port);
        cells.set(key, ports);
    }
    const rows = [...new Set(connections.map(({ from }) => fold(from)))].sort();
    const columns = [...new Set(connections.map(({ to }) => fold(to)))].sort();
    const caption = "From the left to the top, by namespace, with the ports";
    return markup`<div class="frame" tabindex="0" role="region" aria-label="${caption}">
        <table class="matrix">
            <caption>
                ${caption}
            </caption>
            <thead>
                <tr>
                    <th scope="col">from \\ to</th>
                    ${columns.map((to) => markup`<th scope="col"><span>${to}</span></th>`)}
                </tr>
            </thead>
            <tbody>
                ${rows.map(
                    (from) =>
                        markup`<tr>
                            <th scope="row">${from}</th>
                            ${columns.map((to) => cell(cells.get(`${from}\n${to}`)))}
                        </tr> `,
                )}
            </tbody>
        </table>
    </div>`;
}

const MOST_PORTS = 2;

function cell(ports: ReadonlySet<string> | undefined): Part {
    if (ports === undefined) return markup`<td></td>`;
    const all = [...ports].sort((a, b) => Number(a) - Number(b));
    const shown = all.map((port) => (port === "every port" ? "all" : port));
    const short = shown.length > MOST_PORTS ? [shown[0], `+${String(shown.length - 1)}`] : shown;
    return markup`<td class="open" title="${all.join(", ")}">${short.join(" ")}</td>`;
}

/** Namespaces in the place of workloads; companies become one where there are many. */
function folding(connections: readonly Connection[]): (end: string) => string {
    const namespaceOf = (end: string): string => end.split("/")[0] ?? end;
    const shapes = new Map<string, Set<string>>();
    const shapeOf = (namespace: string): string => {
        const about = connections
            .filter(({ from, to }) => namespaceOf(from) === namespace || namespaceOf(to) === namespace)
            .map(({ from, to, on }) => [from, to, on].join(" ").replaceAll(namespace, "*"));
        return [...new Set(about)].sort().join("\n");
    };
    const namespaces = new Set(
        connections.flatMap(({ from, to }) => [from, to].filter((end) => end.includes("/")).map(namespaceOf)),
    );
    for (const namespace of namespaces) {
        const shape = shapeOf(namespace);
        shapes.set(shape, (shapes.get(shape) ?? new Set()).add(namespace));
    }
    const alike = new Map(
        [...shapes.values()]
            .filter(({ size }) => size > MOST_ALIKE)
            .flatMap((same) =>
                [...same].map((namespace) => [namespace, `${String(same.size)} like ${[...same][0] ?? ""}`]),
            ),
    );
    return (end) => alike.get(namespaceOf(end)) ?? namespaceOf(end);
}
