import { gzipSync } from "node:zlib";
import type { Graph, RecordedResource } from "../../graph";
import { ownersOf } from "../../owners";
import type { Plan } from "../../plan";
import { isUnknown, Secret } from "../../values";
import { counted, kindOf } from "../../words";
import { markup } from "../html";
import type { Section } from "../section";

/** Every resource, packed: five thousand of them would be five megabytes. The page's script unpacks and shows them. */
export function resources({ graph, created }: Plan, preview: Graph): Section {
    const ownerOf = ownersOf(graph);
    const owners = [...new Set(created.map(ownerOf))].sort();
    const packed = gzipSync(JSON.stringify(created.map((resource) => rowOf(resource, ownerOf(resource), preview))), {
        level: 9,
    }).toString("base64");
    return {
        id: "exists",
        title: "Resources",
        body: markup` <p>
                ${counted(created.length, "resource")}. A secret is <code>[secret]</code>; a value that only AWS can
                give is <code>[unknown]</code>, and <code>[like]</code> marks what it would look like.
            </p>
            <form role="search" class="search" id="search-form">
                <label
                    >Search
                    <input
                        type="search"
                        id="search"
                        autocomplete="off"
                        aria-controls="found"
                        aria-describedby="search-help"
                /></label>
                <label
                    >System
                    <select id="owner" aria-controls="found">
                        <option value="">every</option>
                        ${owners.map((owner) => markup`<option>${owner}</option>`)}
                    </select></label
                >
            </form>
            <p id="search-help" class="quiet">
                Words in the name, the type or the inputs; press / to come here, Escape to clear.
            </p>
            <p id="count" role="status">The list needs JavaScript.</p>
            <ul id="found" class="found"></ul>
            <button type="button" id="more" hidden>Show more</button>
            <script type="application/octet-stream" id="resource-data">
                ${packed}
            </script>
        `,
    };
}

/** What browser.js reads, in this order. */
type Row = readonly [
    name: string,
    kind: string,
    type: string,
    system: string,
    marks: string,
    urn: string,
    inputs: unknown,
];

function rowOf({ urn, name, type, inputs, ...options }: RecordedResource, system: string, preview: Graph): Row {
    const { protect, retainOnDelete, ignoreChanges } = options;
    const marks = [
        ...(protect ? ["protected"] : []),
        ...(retainOnDelete ? ["kept when it is deleted"] : []),
        ...(ignoreChanges.length > 0 ? [`ignores changes of ${ignoreChanges.join(", ")}`] : []),
    ];
    const known = preview.find(urn)?.inputs;
    const shown = known === undefined ? inputs : likely(known, inputs);
    return [name, kindOf(type), type, system, marks.join("; "), urn, shown];
}

/** A text that is computed from what only AWS knows is shown as it would look with made-up ids, and marked. */
export function likely(known: unknown, made: unknown): unknown {
    if (known instanceof Secret || made instanceof Secret) return "[secret]";
    if (isUnknown(known)) return typeof made === "string" && made.startsWith("{") ? `[like] ${made}` : "[unknown]";
    if (Array.isArray(known)) {
        const others: readonly unknown[] = Array.isArray(made) ? made : [];
        return known.map((item, index) => likely(item, others[index]));
    }
    if (typeof known !== "object" || known === null) return known;
    const others = (typeof made === "object" && made !== null ? made : {}) as Readonly<Record<string, unknown>>;
    return Object.fromEntries(Object.entries(known).map(([key, value]) => [key, likely(value, others[key])]));
}
