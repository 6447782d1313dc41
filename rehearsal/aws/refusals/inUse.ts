import { factsOf, type CloudObject } from "../../cloud/store";
import { HELD } from "../../../plan/replacements/held";
import { strings } from "../../engine/wire";
import { wordOf, type Deletion, type Rule } from "./refusal";

export const NETWORK_INTERFACE = "aws:ec2/networkInterface:NetworkInterface";

export const inUse: readonly Rule<Deletion>[] = Object.entries(HELD).map(([type, { by, code, source, fix }]) => ({
    id: `inUse.${type.split(":")[1] ?? type}`,
    source,
    codes: [code],
    refuses: ({ object, store }) => {
        if (object.type !== type) return undefined;
        const facts = factsOf(object);
        const own = new Set(
            [object.id, facts.arn, facts.name].filter((value) => typeof value === "string" && value !== ""),
        );
        const holders = store.live().filter((other) => other !== object && by.test(other.type) && names(other, own));
        if (holders.length === 0) return undefined;
        return {
            code: wordOf(code),
            problem: `${object.id} is in use by ${holders.slice(0, 5).map(called).join(", ")}${holders.length > 5 ? ` and ${String(holders.length - 5)} more` : ""}`,
            fix,
        };
    },
}));

function names(holder: CloudObject, own: ReadonlySet<unknown>): boolean {
    for (const { path, text } of strings(holder.inputs)) if (path[0] !== "tags" && own.has(text)) return true;
    return false;
}

function called(object: CloudObject): string {
    const [, , kind = object.type] = object.type.split(":");
    return object.type === NETWORK_INTERFACE
        ? `network interface ${object.id} (${object.name})`
        : `${kind} ${object.name}`;
}
