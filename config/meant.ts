/** What people may have meant by a value that is refused. Whoever asks tries each on the schema: only what fits is advice. */
import { parse } from "yaml";
import { pulumiReading } from "./go-yaml";

/** As Kubernetes and EC2 write quantities, in GiB where there is a unit of size. */
const QUANTITY = /^[$€£]?\s*(-?\d[\d_,]*(?:\.\d+)?)\s*(%|usd|gib?|gb|tib?|tb|d|days?)?$/i;

/** Other words for ours: uname, Docker and Go call architectures so. */
const ALIASES: Readonly<Record<string, unknown>> = {
    ...{ x86_64: "amd64", x86: "amd64", aarch64: "arm64", arm: "arm64" },
    ...{ yes: true, on: true, y: true, true: true, enabled: true, no: false, off: false, n: false, false: false },
    ...{ disabled: false },
};

export function meantBy(value: unknown): unknown[] {
    if (Array.isArray(value)) return value.length === 1 ? [...(value as unknown[])] : [];
    if (value === 1 || value === 0) return [value === 1];
    return typeof value === "string" ? meantByText(value).filter((each) => each !== value && each !== "") : [];
}

function meantByText(text: string): unknown[] {
    const bare = text.trim();
    const low = bare.toLowerCase();
    return [
        ...quantityOf(bare),
        ...(Object.hasOwn(ALIASES, low) ? [ALIASES[low]] : []),
        ...[bare, low, low.includes("/") ? "" : low.replaceAll(/[\s_]+/g, "-")],
        /^\d/.test(bare) ? bare.replaceAll(/\s/g, "") : "",
        // Account ids as the console prints them, with dashes.
        /^[\d\s-]+$/.test(bare) ? bare.replaceAll(/[\s-]/g, "") : "",
        // A name in an ARN or an address: of a bucket, of a secret (whose ARN ends in six characters of its own), of an endpoint's service.
        /:secret:(.+?)(?:-[A-Za-z0-9]{6})?$/.exec(bare)?.[1] ?? "",
        /^(?:s3:\/\/|arn:[a-z-]+:s3:::)([^/]+)\/?$/.exec(low)?.[1] ?? "",
        /^com\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(low)?.[1] ?? "",
        /<([^<>\s]+@[^<>\s]+)>/.exec(bare)?.[1] ?? "",
        ...(/^[a-z]+\d\w*\.\w+$/.test(low) ? ["db.", "cache."].map((prefix) => prefix + low) : []),
        /^arn:(?!\S*:secret:)\S*[:/]([^:/\s]+)$/.exec(bare)?.[1] ?? "",
        /^(?:[a-z+]+:\/\/)?([a-z0-9.-]+\.[a-z0-9-]+)(?::\d+)?\/?$/i.exec(bare)?.[1] ?? "",
        // Addresses, paths and hosts that lack their beginning, or have too much of an end.
        bare.replace(/\/+$/, ""),
        bare.replace(/^http:/, "https:"),
        /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(bare) ? `https://${bare.replace(/\/+$/, "")}` : "",
        /^https?:\/\/[^/\s]+(\/\S*)$/.exec(bare)?.[1] ?? "",
        ...(/^[\w-]/.test(bare) ? [`/${bare}`, `#${bare}`] : []),
    ];
}

function quantityOf(text: string): number[] {
    const [, digits, unit = ""] = QUANTITY.exec(text) ?? [];
    if (digits === undefined) return [];
    const number = Number(digits.replaceAll(/[_,]/g, ""));
    return [/^t/i.test(unit) ? number * 1024 : number];
}

/** A value as one writes it in YAML: in quotes where YAML would read something else. */
export function written(value: unknown): string {
    if (typeof value !== "string") return JSON.stringify(value);
    return isPlain(value) ? value : JSON.stringify(value);
}

/** Inside of [] and {} too, where a comma ends a value. */
function isPlain(text: string): boolean {
    if (/^[\s#]|[\s,[\]{}#]|: |:$/.test(text)) return false;
    try {
        return parse(text) === text && pulumiReading(text).kind === "text";
    } catch {
        return false;
    }
}
