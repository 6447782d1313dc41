/** `pulumi.com/waitFor`: `condition=Ready`, `condition=Ready=False`, `jsonpath={.status.phase}=Bound`, or a JSON list of these. */
import { isMap } from "../../../plan/values";
import { mapOf } from "../inputs";
import type { Json } from "./api";
import type { Judge } from "./ready";

type Test = (live: Json) => boolean;

/** Throws when it is none of the forms, as the provider does. */
export function parseWaitFor(text: string): Judge {
    const parts = partsOf(text).map((part) => ({ part, test: testOf(part) }));
    return (live) => {
        const open = parts.find(({ test }) => !test(live));
        return open === undefined
            ? { state: "ready" }
            : { state: "waiting", waitsFor: `${open.part} is not true${saidBy(live)}` };
    };
}

function partsOf(text: string): readonly string[] {
    if (!text.startsWith("[")) return [text];
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list) && list.length > 0) return list.map(String);
    throw new Error(`pulumi.com/waitFor is an empty list`);
}

function testOf(part: string): Test {
    const [, type, status = "True"] = /^condition=([^=]+)(?:=(.+))?$/.exec(part) ?? [];
    if (type !== undefined)
        return (live) => conditions(live).some((other) => other.type === type && other.status === status);
    const [, path, value] = /^jsonpath=\{?\$?((?:\.[\w-]+|\[\d+\])+)\}?(?:=(.+))?$/.exec(part) ?? [];
    if (path === undefined)
        throw new Error(
            `pulumi.com/waitFor: "${part}" is neither condition=<type>[=<status>] nor jsonpath={.a.b[0]}[=<value>]`,
        );
    const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
    return (live) => {
        const found = keys.reduce<unknown>(
            (inner, key) => (Array.isArray(inner) ? inner[Number(key)] : mapOf(inner)[key]),
            live,
        );
        return value === undefined ? found !== undefined : String(found) === value;
    };
}

function conditions({ status }: Json): readonly Json[] {
    const list = mapOf(status).conditions;
    return Array.isArray(list) ? list.filter(isMap) : [];
}

/** What the object says about itself, for who waited in vain. */
function saidBy(live: Json): string {
    const said = conditions(live).flatMap(({ type, reason, message }) =>
        typeof message === "string" && message !== "" ? [`${String(type)}: ${String(reason)}: ${message}`] : [],
    );
    return said.length === 0 ? "" : ` (${said.join("; ")})`;
}
