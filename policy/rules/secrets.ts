/** A secret is a secret from birth to file (docs/design.md, rule 7). */
import { isUnknown, Secret, type Graph, type RecordedResource } from "../../plan/graph";
import { isMap, json, leaves } from "../inputs";
import { rule, type Rule } from "../rule";

/** Inputs whose value is a secret by its name, whoever defines the resource. */
const SECRET_INPUTS: ReadonlySet<string> = new Set([
    "apiKey",
    "authToken",
    "connectionString",
    "masterPassword",
    "masterUserPassword",
    "password",
    "passwords",
    "privateKey",
    "secretBinary",
    "secretString",
    "stringData",
    "token",
]);

/** Keys in a JSON secret whose values are the secret part; the rest (user name, host) may be known. */
const SECRET_KEY = /pass|secret|token|key|credential|auth(?!ority)/i;

/** Shorter ones would be found by chance. Ours have 32 characters. */
const SHORTEST = 12;

interface Texts {
    /** Whole secret values, and the secret parts of JSON values. */
    readonly secrets: readonly string[];
    /** All that is in clear, as one text. */
    readonly clear: string;
}

// Inputs never change, and the same ones stand in every graph that a test makes of one recording.
const known = new WeakMap<object, Texts>();

function textsOf(inputs: RecordedResource["inputs"]): Texts {
    const cached = known.get(inputs);
    if (cached !== undefined) return cached;
    const values = leaves(inputs).map(({ value }) => value);
    const texts: Texts = {
        secrets: values.flatMap((value) => (value instanceof Secret ? secretTexts(value) : [])).filter(isLong),
        clear: values.filter(isLong).join("\n"),
    };
    known.set(inputs, texts);
    return texts;
}

function secretTexts(secret: Secret): readonly unknown[] {
    return leaves(secret.reveal()).flatMap(({ value }) => {
        const parsed = json(value);
        const parts = isMap(parsed)
            ? leaves(parsed).filter(({ path }) => SECRET_KEY.test(path.join(".")))
            : [{ value }];
        return parts.map((part) => part.value);
    });
}

function isLong(value: unknown): value is string {
    return typeof value === "string" && value.length >= SHORTEST;
}

/** A Secret of the documents in which nothing is secret: the provider marks it all the same, and the component refuses anything that is. */
const isPlain = (graph: Graph, resource: RecordedResource | undefined): boolean =>
    resource?.parent !== undefined && graph.find(resource.parent)?.type === "mindcloud:workload:PlainSecret";

export const secretRules: readonly Rule[] = [
    rule(
        "secret-stays-secret",
        "No secret that the program makes or is given occurs in clear in any input",
        "docs/design.md, rule 7",
        function* (graph) {
            // One search through everything first: as a rule there is nothing to find.
            const texts = graph.resources.map(({ inputs }) => textsOf(inputs));
            const everything = texts.map(({ clear }) => clear).join("\n");
            const secrets = new Set(
                texts.flatMap((each, index) => (isPlain(graph, graph.resources[index]) ? [] : each.secrets)),
            );
            const leaked = [...secrets].filter((secret) => everything.includes(secret));
            if (leaked.length === 0) return;
            for (const resource of graph.resources)
                for (const { path, value } of leaves(resource.inputs))
                    if (typeof value === "string" && leaked.some((secret) => value.includes(secret)))
                        yield [resource, `has a secret in clear in ${path.join(".")}`];
        },
    ),
    rule(
        "secret-input-marked",
        "Inputs that are secrets by their name are marked secret",
        "docs/design.md, rule 7; Pulumi documentation, Secrets",
        function* (graph) {
            for (const resource of graph.resources) {
                if (!resource.custom || resource.type.startsWith("random:")) continue;
                for (const { path, value } of leaves(resource.inputs))
                    if (path.some((key) => SECRET_INPUTS.has(key)) && !(value instanceof Secret) && !isUnknown(value))
                        yield [resource, `has ${path.join(".")} in clear: wrap it in pulumi.secret`];
            }
        },
    ),
];
