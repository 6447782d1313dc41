/** What an API server would accept, from its own description: built-in kinds by Kubernetes minor, custom kinds by their definitions. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import type { Minor } from "../../config/versions";
import { definitions } from "../../rehearsal/cluster/definitions";
import { goModule, type GoModule } from "../../rehearsal/programs/go-module";

type Schema = Readonly<Record<string, unknown>>;

/** A patch release of each minor; patches change no API. */
const KUBERNETES: Readonly<Record<Minor, GoModule>> = {
    "1.35": {
        ...{ module: "k8s.io/kubernetes", version: "v1.35.6" },
        sum: "h1:Kh9V2tfdF+yNVZ1UX5lVfd1zNpa94vdIkfhyAmWXzQI=",
    },
    "1.36": {
        ...{ module: "k8s.io/kubernetes", version: "v1.36.3" },
        sum: "h1:qDQdoMiluAE2Eab6Fa52YV+WjiGz9mZFFoagEA6cI+o=",
    },
};

export interface Manifest {
    readonly apiVersion: string;
    readonly kind: string;
}

/** What is wrong with a manifest; nothing where nothing is. */
export type Judge = (manifest: Manifest) => readonly string[];

export function judgeOf(minor: Minor): Judge {
    const { definitions } = JSON.parse(
        readFileSync(path.join(goModule(KUBERNETES[minor]), "api/openapi-spec/swagger.json"), "utf8"),
    ) as { definitions: Readonly<Record<string, Schema>> };
    // Unknown keywords of OpenAPI (x-kubernetes-..., example) say nothing about a value; formats are names of Go types.
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, code: { regExp: goPattern } });
    ajv.addSchema({ definitions: { ...closedEach(definitions), ...LOOSE } }, "kubernetes");
    const references = new Map<string, Schema>(Object.entries(definitions).flatMap(referencesTo));
    for (const [kind, schema] of customKinds()) references.set(kind, schema);

    const compiled = new Map<string, ValidateFunction>();
    return (manifest) => {
        const kind = `${manifest.apiVersion} ${manifest.kind}`;
        const reference = references.get(kind);
        if (reference === undefined) return [`${kind} is no kind of Kubernetes ${minor}, nor of what is installed`];
        const validate = compiled.get(kind) ?? ajv.compile(reference);
        compiled.set(kind, validate);
        if (validate(manifest)) return [];
        return (validate.errors ?? []).map(({ instancePath, message = "", params }) => {
            const detail = (params.additionalProperty ?? params.allowedValues ?? "") as string | readonly string[];
            return `${instancePath} ${message} ${String(detail)}`.trim();
        });
    };
}

/** Patterns are Go's, which says inside whether case matters (PrometheusRule, partial_response_strategy). */
const goPattern = Object.assign(
    (pattern: string, flags: string): RegExp =>
        new RegExp(pattern.replace("(?i)", ""), pattern.includes("(?i)") ? `${flags}i` : flags),
    { code: "new RegExp" },
);

/** Definitions that OpenAPI v2 cannot say: both are a number or text. */
const LOOSE: Readonly<Record<string, Schema>> = {
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": { type: ["integer", "string"] },
    "io.k8s.apimachinery.pkg.api.resource.Quantity": { type: ["number", "string"] },
};

function referencesTo([name, schema]: readonly [string, Schema]): readonly (readonly [string, Schema])[] {
    const kinds = (schema["x-kubernetes-group-version-kind"] ?? []) as readonly Readonly<
        Record<"group" | "version" | "kind", string>
    >[];
    return kinds.map(({ group, version, kind }) => [
        `${group === "" ? version : `${group}/${version}`} ${kind}`,
        { $ref: `kubernetes#/definitions/${name}` },
    ]);
}

function customKinds(): readonly (readonly [string, Schema])[] {
    return definitions().flatMap(({ spec: { group, names, versions } }) =>
        versions
            .filter(({ served }) => served)
            .map(({ name, schema }) => {
                const { properties, ...rest } = closed(schema.openAPIV3Schema) as { properties: Schema };
                // A definition says of metadata no more than that it is an object.
                const metadata = { $ref: `kubernetes#/definitions/${META}` };
                return [`${group}/${name} ${names.kind}`, { ...rest, properties: { ...properties, metadata } }];
            }),
    );
}

const META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

const closedEach = (definitions: Readonly<Record<string, Schema>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(definitions).map(([name, schema]) => [name, closed(schema)]));

/** Fields that are not described are refused, as the API server does with strict field validation; it says so by what it leaves out. */
function closed(schema: unknown): unknown {
    if (Array.isArray(schema)) return schema.map(closed);
    if (typeof schema !== "object" || schema === null) return schema;
    const inside = Object.fromEntries(
        Object.entries(schema).map(([key, value]) => [
            key,
            // Names of properties are no keywords.
            key === "properties" ? closedEach(value as Readonly<Record<string, Schema>>) : closed(value),
        ]),
    );
    const open = "additionalProperties" in schema || "x-kubernetes-preserve-unknown-fields" in schema;
    return "properties" in schema && !open ? { ...inside, additionalProperties: false } : inside;
}
