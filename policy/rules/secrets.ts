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
const SECRET_KEY = /pass|secret|token|key|credential|auth/i;

/** Shorter ones would be found by chance. Ours have 32 characters. */
const SHORTEST = 12;

/** Every secret text that the recording knows: whole values, and the secret parts of JSON values. */
function secretTexts(graph: Graph): ReadonlySet<string> {
    const texts = new Set<string>();
    const add = (value: unknown) => {
        if (typeof value === "string" && value.length >= SHORTEST) texts.add(value);
    };
    for (const { inputs } of graph.resources)
        for (const { value } of leaves(inputs)) {
            if (!(value instanceof Secret)) continue;
            for (const leaf of leaves(value.reveal())) {
                const parsed = json(leaf.value);
                if (!isMap(parsed)) add(leaf.value);
                else for (const part of leaves(parsed)) if (SECRET_KEY.test(part.path.join("."))) add(part.value);
            }
        }
    return texts;
}

export const secretRules: readonly Rule[] = [
    rule(
        "secret-stays-secret",
        "No secret that the program makes or is given occurs in clear in any input",
        "law 7",
        function* (graph) {
            const secrets = [...secretTexts(graph)];
            for (const resource of graph.resources)
                for (const { path, value } of leaves(resource.inputs))
                    if (
                        typeof value === "string" &&
                        value.length >= SHORTEST &&
                        secrets.some((secret) => value.includes(secret))
                    )
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
