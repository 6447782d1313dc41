/** Two documents compared as a pull request is: by what the next `up` would do. */
import { isDeepStrictEqual } from "node:util";
import { differenceOf } from "../../plan/diff/difference";
import { read } from "../../plan/diff/reading";
import { reportOf } from "../../plan/diff/report/sections";
import { textOf } from "../../plan/diff/report/text";
import type { Side } from "../../plan/diff/side";
import { Graph } from "../../plan/graph";
import { TODAY } from "../support/recordings";
import { resource } from "../support/resource";
import type { Document, Kept } from "./document";

export function differenceText(name: string, then: Document, today: Document): string {
    const difference = differenceOf(name, sideOf(then), sideOf(today), { source: "its golden record" });
    const text = textOf(reportOf(read(difference, TODAY)));
    const keys = [...new Set([...Object.keys(then), ...Object.keys(today)])];
    const silent = keys.filter(
        (key) => !isDeepStrictEqual(then[key], today[key]) && !text.includes(` ${key.split("::").at(-1) ?? ""}`),
    );
    return [text, ...silent.map((key) => `  without a step of the engine: ${key}`)].join("\n");
}

const sideOf = (document: Document): Side => ({
    graph: new Graph(Object.entries(document).map(([key, kept]) => resourceOf(key, kept))),
    secrets: {},
    encrypted: new Map(),
});

function resourceOf(key: string, kept: Kept): ReturnType<typeof resource> {
    const [types = "", name = ""] = key.split("::");
    const options = Object.entries(kept).filter(([property]) => property.startsWith("["));
    return resource(name, [], {
        urn: `urn:pulumi:golden::mindcloud::${key}`,
        type: types.split("$").at(-1) ?? "",
        inputs: Object.fromEntries(Object.entries(kept).filter(([property]) => !property.startsWith("["))),
        ...(Object.fromEntries(options.map(([property, value]) => [property.slice(1, -1), value])) as object),
    });
}
