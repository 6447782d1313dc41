/** Between what the program says and what the API server has. */
import { createHash } from "node:crypto";
import { isMap } from "../../../plan/values";
import type { Subject } from "../../provider/provider";
import { revealAll, type Properties } from "../../wire";
import { kindOf, mapOf } from "../inputs";
import type { Json, Live } from "./api";
import type { Place } from "./kinds";

/** Whose fields the objects' are. One name for all of them: a second deployment takes over what the first has set. */
export const MANAGER = "pulumi-kubernetes";

export interface Manifest extends Json {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: Json;
}

const PATCH = /Patch$/;

/** A resource that sets fields of an object that somebody else makes. */
export const isPatch = ({ type }: Pick<Subject, "type">): boolean => kindOf({ type }).endsWith("Patch");

/** What the type token alone says, for an import that has nothing else. */
export function identityOf({ type }: Pick<Subject, "type">): { readonly apiVersion: string; readonly kind: string } {
    const [, groupVersion = ""] = type.split(":");
    return { apiVersion: groupVersion.replace(/^core\//, ""), kind: kindOf({ type }).replace(PATCH, "") };
}

/** The object as it is sent: without marks, and with `stringData` as the `data` that it becomes. */
export function manifestOf(subject: Subject, inputs: Properties): Manifest {
    const { stringData, ...plain } = revealAll(inputs);
    const data = isMap(stringData)
        ? { data: { ...mapOf(plain.data), ...mapValues(stringData, (text) => base64(String(text))) } }
        : {};
    return { ...plain, ...data, ...identityOf(subject), metadata: mapOf(plain.metadata) };
}

/** `namespace/name`, as Pulumi's ids of Kubernetes objects are. */
export const idOf = ({ namespace, name }: Place): string => (namespace === undefined ? name : `${namespace}/${name}`);

export function placeOfId(id: string): Place {
    const [namespace, name] = id.split("/");
    return name === undefined ? { name: id } : { namespace, name };
}

/** Each patch has a name of its own, or the second patch of an object would drop what the first has set. */
export function managerOf(subject: Subject, manifest: Pick<Manifest, "metadata">): string {
    const asked = annotation(manifest, "pulumi.com/patchFieldManager");
    if (asked !== undefined) return asked;
    if (!isPatch(subject)) return MANAGER;
    return `${MANAGER}-${createHash("sha256").update(subject.urn).digest("hex").slice(0, 8)}`;
}

export function annotation({ metadata }: Pick<Manifest, "metadata">, name: string): string | undefined {
    const value = mapOf(metadata.annotations)[name];
    return typeof value === "string" ? value : undefined;
}

/**
 * What Pulumi keeps of an object: the fields that the program sets, with the values that they have now; who it is; and the address of a
 * load balancer, which programs go on with. What autoscalers and controllers set besides changes all the time and is nobody's drift.
 */
export function outputsOf(live: Live, inputs: Properties): Record<string, unknown> {
    const fields = fieldsOf(live, inputs);
    const { uid, creationTimestamp } = live.metadata;
    const { loadBalancer } = mapOf(live.status);
    return {
        ...fields,
        metadata: { ...mapOf(fields.metadata), uid, creationTimestamp },
        ...(isMap(loadBalancer) && { status: { loadBalancer } }),
    };
}

/** The fields that `inputs` name, as they are now. */
export function fieldsOf(live: Live, inputs: Properties): Record<string, unknown> {
    const shape = revealAll(inputs);
    const fields = mapOf(project(live, shape));
    if (!isMap(shape.stringData)) return { ...fields };
    const text = mapValues(shape.stringData, (_, key) => decoded(mapOf(live.data)[key]));
    return { ...fields, stringData: text };
}

function project(live: unknown, shape: unknown): unknown {
    if (live === undefined) return isEmpty(shape) ? shape : undefined;
    if (isMap(shape) && isMap(live))
        return Object.fromEntries(
            Object.entries(shape).flatMap(([key, inner]) => {
                const value = project(live[key], inner);
                return value === undefined ? [] : [[key, value]];
            }),
        );
    if (Array.isArray(shape) && Array.isArray(live) && shape.length === live.length)
        return live.map((item, index) => project(item, shape[index]));
    return live;
}

/** The API server leaves such values out. */
const isEmpty = (value: unknown): boolean =>
    value === "" ||
    value === 0 ||
    value === false ||
    (Array.isArray(value) && value.length === 0) ||
    (isMap(value) && Object.values(value).every(isEmpty));

/** What one manager has set, from the record that the API server keeps: all there is to know at an import. */
export function owned(live: Live, manager: string): Record<string, unknown> | undefined {
    const entries: readonly unknown[] = Array.isArray(live.metadata.managedFields) ? live.metadata.managedFields : [];
    const entry = entries.find(
        (other) =>
            isMap(other) && other.manager === manager && other.operation === "Apply" && !("subresource" in other),
    );
    if (!isMap(entry)) return undefined;
    const { apiVersion, kind } = live;
    const fields = mapOf(pick(live, mapOf(entry.fieldsV1)));
    const { name, namespace } = live.metadata;
    const place = { name, ...(namespace !== undefined && { namespace }) };
    return { apiVersion, kind, ...fields, metadata: { ...mapOf(fields.metadata), ...place } };
}

/** `f:` is a field, `k:` an item of a list by its keys, `v:` one by its value; a leaf is owned whole. */
function pick(live: unknown, fields: Json): unknown {
    const keys = Object.keys(fields).filter((key) => key !== ".");
    if (keys.length === 0) return live;
    if (Array.isArray(live)) return live.flatMap((item: unknown) => itemOf(item, fields));
    if (!isMap(live)) return live;
    return Object.fromEntries(
        keys.flatMap((key) => {
            const value = pick(live[key.slice(2)], mapOf(fields[key]));
            return value === undefined ? [] : [[key.slice(2), value]];
        }),
    );
}

function itemOf(item: unknown, fields: Json): unknown[] {
    for (const [key, inner] of Object.entries(fields)) {
        if (key.startsWith("v:") && JSON.stringify(item) === key.slice(2)) return [item];
        if (key.startsWith("k:") && isMap(item) && hasKeys(item, JSON.parse(key.slice(2)) as Json))
            return [pick(item, mapOf(inner))];
    }
    return [];
}

const hasKeys = (item: Json, keys: Json): boolean => Object.entries(keys).every(([key, value]) => item[key] === value);

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
const decoded = (data: unknown): unknown =>
    typeof data === "string" ? Buffer.from(data, "base64").toString("utf8") : undefined;

function mapValues(map: Json, change: (value: unknown, key: string) => unknown): Record<string, unknown> {
    return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}
