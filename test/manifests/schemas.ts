/** What an API server would accept, from its own description: built-in kinds by Kubernetes minor, custom kinds by their definitions. */
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import { parse } from "yaml";
import { CHARTS, type Minor } from "../../config/versions";
import { goModule, type GoModule } from "../../rehearsal/go-module";

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

interface Definitions {
    readonly from: GoModule;
    readonly folder: string;
}

/** Of the versions that the charts install (docs/decisions/0009). */
const CUSTOM: readonly Definitions[] = [
    {
        from: {
            ...{ module: "github.com/kedacore/keda/v2", version: `v${CHARTS.keda.appVersion}` },
            sum: "h1:SR60v8uIcelbveS8n/1jcl8tLdBBIbHMxmdOHw8tKqA=",
        },
        folder: "config/crd/bases",
    },
    {
        from: {
            module: "github.com/prometheus-operator/prometheus-operator",
            version: CHARTS.kubePrometheusStack.appVersion,
            sum: "h1:4Juk8v93RdG1DSGD/mGp+SeQKPmnlLIj2iq3blLZgFY=",
        },
        folder: "example/prometheus-operator-crd",
    },
    {
        // The last version that Go knows as a module. What we use of its v1 kinds is unchanged in the version that is installed.
        from: {
            ...{ module: "github.com/external-secrets/external-secrets", version: "v1.3.2" },
            sum: "h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=",
        },
        folder: "config/crds/bases",
    },
    {
        from: {
            ...{ module: "github.com/kubernetes-csi/external-snapshotter/client/v8", version: "v8.6.0" },
            sum: "h1:FtGewu2k6HWw6evLGXY8JqUZ9eHpti1kd3e4amj+ilA=",
        },
        folder: "config/crd",
    },
];

/** Not in a Go module; written by hand from its documentation. */
const OWN = path.join(__dirname, "ingress-class-params.yaml");

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
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
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

interface Definition {
    readonly spec: {
        readonly group: string;
        readonly names: { readonly kind: string };
        readonly versions: readonly {
            readonly name: string;
            readonly served: boolean;
            readonly schema: { readonly openAPIV3Schema: Schema };
        }[];
    };
}

function customKinds(): readonly (readonly [string, Schema])[] {
    const files = CUSTOM.flatMap(({ from, folder }) => {
        const directory = path.join(goModule(from), folder);
        return readdirSync(directory)
            .filter((file) => file.endsWith(".yaml") && file !== "kustomization.yaml")
            .map((file) => path.join(directory, file));
    });
    return [...files, OWN]
        .map((file) => parse(readFileSync(file, "utf8")) as Definition)
        .flatMap(({ spec: { group, names, versions } }) =>
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
