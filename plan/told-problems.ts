/** What a program that cannot be recorded says, for people: each cause once, with the resource that met it and where it was thrown. */
import * as path from "node:path";
import type { ProgramError } from "./record";

const ROOT = path.join(__dirname, "..");

/** The SDK tells a failure again at each argument that waits for it (`serializeProperties`, `registerResource` in its runtime). */
const RETOLD = /^error serializing property "[^"]*": /;
const RESOURCE = /^failed to register new resource (\S+) \[[^\]]+\]: /;

export function toldProblems({ problems, cause }: ProgramError): readonly string[] {
    const met = new Map<string, Set<string>>();
    for (const problem of problems) {
        const { reason, resource } = causeIn(problem);
        const resources = met.get(reason) ?? new Set();
        if (resource !== undefined) resources.add(resource);
        met.set(reason, resources);
    }
    const thrown = cause instanceof Error ? causeIn(cause.message).reason : undefined;
    return [...met].map(([reason, resources]) => {
        const [first] = resources;
        const more = resources.size > 1 ? ` and ${String(resources.size - 1)} more` : "";
        const place = reason === thrown && cause instanceof Error ? placeIn(cause.stack) : undefined;
        return [
            inCheckout(reason),
            ...(first === undefined ? [] : [` (${first}${more})`]),
            ...(place === undefined ? [] : [`, at ${place}`]),
        ].join("");
    });
}

function causeIn(problem: string): { readonly reason: string; readonly resource?: string } {
    let reason = problem;
    while (RETOLD.test(reason)) reason = reason.replace(RETOLD, "");
    const [whole = "", resource] = RESOURCE.exec(reason) ?? [];
    return { reason: reason.slice(whole.length), ...(resource !== undefined && { resource }) };
}

/** The first line of the program itself, past the recorder and packages. */
function placeIn(stack = ""): string | undefined {
    const places = [...stack.matchAll(/(\/[^\s():]+\.ts):(\d+):\d+/g)].map(([, file = "", line = ""]) => ({
        file: inCheckout(file),
        line,
    }));
    const own = places.find(
        ({ file }) => !file.includes("node_modules/") && /^(config|components|program)\b/.test(file),
    );
    return own === undefined ? undefined : `${own.file}:${own.line}`;
}

/** As people know a file: below the checkout, BASE's as well. */
const inCheckout = (text: string): string =>
    text.replaceAll(`${ROOT}${path.sep}`, "").replaceAll(/\.cache\/diff\/[0-9a-f]+\//g, "");
