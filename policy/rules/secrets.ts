/** Law 7: a secret is a secret from birth to file. */
import { isUnknown, Secret, type Graph } from "../../plan/graph";
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

/** Every secret text that the recording knows: whole values, and the secret parts of JSON values. */
function secretTexts(graph: Graph): ReadonlySet<string> {
    const secrets = graph.resources.flatMap(({ inputs }) =>
        leaves(inputs).flatMap(({ value }) => (value instanceof Secret ? leaves(value.reveal()) : [])),
    );
    const texts = secrets.flatMap(({ value }) => {
        const parsed = json(value);
        return isMap(parsed)
            ? leaves(parsed)
                  .filter(({ path }) => SECRET_KEY.test(path.join(".")))
                  .map((part) => part.value)
            : [value];
    });
    return new Set(texts.filter((text): text is string => typeof text === "string" && text.length >= SHORTEST));
}

/** Finds any of the texts in one pass. */
function anyOf(texts: ReadonlySet<string>): RegExp {
    // Without any text nothing is found: `(?!)` never matches.
    return new RegExp(
        texts.size === 0 ? "(?!)" : [...texts].map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"),
    );
}

export const secretRules: readonly Rule[] = [
    rule(
        "secret-stays-secret",
        "No secret that the program makes or is given occurs in clear in any input",
        "law 7",
        function* (graph) {
            const secret = anyOf(secretTexts(graph));
            for (const resource of graph.resources)
                for (const { path, value } of leaves(resource.inputs))
                    if (typeof value === "string" && value.length >= SHORTEST && secret.test(value))
                        yield [resource, `has a secret in clear in ${path.join(".")}`];
        },
    ),
    rule(
        "secret-input-marked",
        "Inputs that are secrets by their name are marked secret",
        "law 7, anchors C.17",
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
