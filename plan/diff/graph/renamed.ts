/** What is made of a name that an alias keeps. */
import type { RecordedResource } from "../../graph";
import type { Place } from "../../shapes";
import { isMap } from "../../values";
import { outputsOf } from "./unknown";

/** After a rename with an alias the cloud's object stays, and with it all that it answered to the old name. */
export function textsOf(old: RecordedResource, resource: RecordedResource, place: Place): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    const pair = (one: unknown, other: unknown): void => {
        if (typeof one === "string" && typeof other === "string" && one !== other && one.length > 5)
            texts.set(one, other);
        else if (Array.isArray(one) && Array.isArray(other))
            one.forEach((item, index) => {
                pair(item, other[index]);
            });
        else if (isMap(one) && isMap(other)) for (const key of Object.keys(one)) pair(one[key], other[key]);
    };
    const said = new Set(Object.keys(resource.inputs));
    const [now, before] = [outputsOf(resource, place), outputsOf(old, place)];
    for (const key of Object.keys(now)) if (!said.has(key)) pair(now[key], before[key]);
    return texts;
}

export function translated(value: unknown, names: readonly (readonly [string, string])[]): unknown {
    if (typeof value === "string") return names.reduce((text, [now, before]) => text.replaceAll(now, before), value);
    if (Array.isArray(value)) return value.map((item) => translated(item, names));
    if (!isMap(value) || "toJSON" in value) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, translated(item, names)]));
}
