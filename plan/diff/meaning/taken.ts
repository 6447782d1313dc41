/** What is made under a name that another one, which goes in the same `up`, still has: the engine creates first and deletes last. */
import { BY_ID, UNIQUE } from "../../replacements/taken";
import type { Graph, RecordedResource } from "../../graph";
import { at } from "../../replacements";
import { created, GLOBAL, placeOf } from "../../shapes";
import type { Change } from "../change";

const INSTEAD =
    "Instead: an alias, where it is the same thing renamed or moved; else another name, or the old one goes by an up of its own first";

/** By what is refused, or why nothing is and it is worse; undefined for whatever has a name of its own. */
export function takenNames(
    changes: readonly Change[],
    olds: Graph,
    news: Graph,
): (change: Change) => string | undefined {
    const goes = new Set(
        changes
            .filter(
                ({ operation, deleteBeforeReplace: first }) =>
                    operation === "delete" || isReplacedLast(operation, first),
            )
            .flatMap(({ old }) => (old === undefined ? [] : identities(old, olds))),
    );
    return ({ operation, deleteBeforeReplace: first, now, type }) => {
        if (now === undefined || goes.size === 0 || (operation !== "create" && !isReplacedLast(operation, first)))
            return undefined;
        if (!identities(now, news).some((each) => goes.has(each))) return undefined;
        const code = codeOf(type);
        return code === undefined
            ? `nothing refuses it, and it is lost: it is made over the one that goes, and the end of up deletes it. ${INSTEAD}`
            : `${code}: its name is taken until the end of up, which deletes last. ${INSTEAD}`;
    };
}

const isReplacedLast = (operation: Change["operation"], first: boolean): boolean => operation === "replace" && !first;

/** Helm: `cannot re-use a name that is still in use` (helm/helm pkg/action/install.go). */
const RELEASE = "kubernetes:helm.sh/v3:Release";

function codeOf(type: string): string | undefined {
    if (type === RELEASE) return "cannot re-use a name that is still in use";
    return [...UNIQUE, ...BY_ID].find((row) => row.type === type)?.code.replace(/.*:/, "");
}

function identities(resource: RecordedResource, graph: Graph): readonly string[] {
    const { type } = resource;
    if (type.startsWith("kubernetes:")) return ofObject(resource);
    // What AWS made with the VPC is adopted, and let go again.
    if (!type.startsWith("aws:") || type.startsWith("aws:ec2/default")) return [];
    return ofCloud(resource, graph);
}

/**
 * The official provider applies, whether or not the object is there, and deletes by name (pulumi/pulumi-kubernetes
 * provider/pkg/await/await.go, `Creation`: "this means that we currently always upsert the object"). Versions of one kind are one.
 */
function ofObject({ type, inputs }: RecordedResource): readonly string[] {
    const where = type === RELEASE ? inputs : at(inputs, "metadata");
    const [name, namespace = ""] = ["name", "namespace"].map((key) => at(where, key));
    if (typeof name !== "string" || /(Patch|List)$/.test(type)) return [];
    return [`${type.replace(/\/v\d\w*:/, ":")} ${String(namespace)}/${name}`];
}

/** What of it AWS wants once, and its id, where that is made of what the program says and of nothing else. */
function ofCloud({ type, inputs, provider }: RecordedResource, graph: Graph): readonly string[] {
    const place = placeOf(graph.find(provider ?? "")?.inputs ?? {});
    const where = GLOBAL.test(type) ? place.account : `${place.account} ${place.region}`;
    const unique = UNIQUE.filter((row) => row.type === type && typeof inputs[row.by[0] ?? ""] === "string").map(
        ({ by }) => JSON.stringify([where, type, by.map((key) => inputs[key] ?? null)]),
    );
    const idOf = (name: string, said: RecordedResource["inputs"]): string => created(type, name, said, place).id;
    const id = idOf("one", inputs);
    const isSaid = id === idOf("another", inputs) && id !== idOf("one", {});
    return isSaid ? [...unique, `${where} ${type} ${id}`] : unique;
}
