import { createHash } from "node:crypto";
import { created, placeOf } from "../../plan/shapes";
import { createSeconds } from "../../plan/times";
import { isMap } from "../../plan/values";
import type { World } from "../aws/provider";
import { factsOf, type CloudObject } from "../cloud/store";
import { hasFault } from "../provider/faults";
import { pause } from "../provider/pace";
import type { Difference, Provider, ReadState, State, Subject } from "../provider/provider";
import { markSecretOutputs, reveal, revealAll, sameContent, type Properties } from "../wire";
import { IDENTITY, IMMUTABLE } from "./replaces";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const NAMESPACE = "kubernetes:core/v1:Namespace";
const AUTONAMED = "pulumi.com/autonamed";
/** What every new EKS cluster has. */
const BUILT_IN_NAMESPACES = new Set(["default", "kube-system", "kube-public", "kube-node-lease"]);
const BUILT_IN = new Set([
    ...[...BUILT_IN_NAMESPACES].map((name) => `${NAMESPACE} ${name}`),
    "kubernetes:storage.k8s.io/v1:StorageClass gp2",
]);

/** An API server as far as names, namespaces and immutable fields go. What objects would do is another story. */
export class KubernetesProvider implements Provider {
    readonly version = "4.34.2";
    readonly #world: World;
    #mutableKinds = new Set<string>();

    constructor(world: World) {
        this.#world = world;
    }

    configure(args: Properties): void {
        const plain = revealAll(args);
        const kinds = [
            plain.enableConfigMapMutable === "true" ? "ConfigMap" : "",
            plain.enableSecretMutable === "true" ? "Secret" : "",
        ];
        this.#mutableKinds = new Set(kinds);
    }

    /** Gives a name where the program leaves it open, and the same one ever after. */
    check(subject: Subject, olds: Properties, news: Properties): Properties {
        const release = subject.type === RELEASE;
        const metadata = release ? news : mapOf(news.metadata);
        if (typeof metadata.name === "string" && metadata.name !== "") return news;
        const before = release ? olds : mapOf(olds.metadata);
        const kept =
            typeof before.name === "string" && (release || mapOf(before.annotations)[AUTONAMED] === "true")
                ? before.name
                : undefined;
        const name = kept ?? `${subject.name}-${createHash("sha256").update(subject.urn).digest("hex").slice(0, 8)}`;
        if (release) return { ...news, name };
        return {
            ...news,
            metadata: { ...metadata, name, annotations: { ...mapOf(metadata.annotations), [AUTONAMED]: "true" } },
        };
    }

    diff(subject: Subject, _id: string, oldInputs: Properties, _oldOutputs: Properties, news: Properties): Difference {
        const keys = [...new Set([...Object.keys(oldInputs), ...Object.keys(news)])];
        const changed = keys.filter((key) => !sameContent(oldInputs[key], news[key]));
        const kind = subject.type.split(":")[2] ?? "";
        const fixed = [...IDENTITY, ...(this.#mutableKinds.has(kind) ? [] : (IMMUTABLE[kind] ?? []))];
        const replaces =
            subject.type === RELEASE
                ? changed.filter((key) => key === "name" || key === "namespace")
                : fixed.filter((path) => !sameContent(at(oldInputs, path), at(news, path)));
        return {
            changed,
            replaces,
            deleteBeforeReplace: replaces.length > 0 && !replaces.some((path) => IDENTITY.includes(path)),
        };
    }

    async create(subject: Subject, inputs: Properties): Promise<State> {
        const { store, pace, faults } = this.#world;
        if (hasFault(faults, "before", subject))
            throw new Error(`cannot create ${subject.name} (${subject.type}): a fault that was asked for`);
        const serial = store.nextSerial();
        const { id, outputs } = this.#answer(subject, revealAll(inputs), serial);
        this.#refuse(subject, id, revealAll(inputs));
        const object: CloudObject = {
            type: subject.type,
            id,
            name: subject.name,
            serial,
            inputs,
            outputs: markSecretOutputs(outputs, inputs),
        };
        await store.put(object);
        await pause(createSeconds(subject.type, revealAll(inputs)), pace);
        return { id, outputs: object.outputs };
    }

    async read(subject: Subject, id: string): Promise<ReadState | undefined> {
        const object = this.#world.store.find(subject.type, id);
        return Promise.resolve(
            object === undefined ? undefined : { id, inputs: object.inputs, outputs: object.outputs },
        );
    }

    async update(subject: Subject, id: string, _olds: Properties, news: Properties): Promise<Properties> {
        const { store } = this.#world;
        const object = store.find(subject.type, id);
        if (object === undefined)
            throw new Error(
                `cannot update ${subject.name} (${subject.type}): "${id}" not found. It was deleted outside of Pulumi: run \`pulumi refresh\`.`,
            );
        const { outputs } = this.#answer(subject, revealAll(news), store.nextSerial(), metadataOf(factsOf(object)));
        const changed = { ...object, inputs: news, outputs: markSecretOutputs(outputs, news) };
        await store.put(changed);
        return changed.outputs;
    }

    async delete(subject: Subject, id: string): Promise<void> {
        const { store } = this.#world;
        const object = store.find(subject.type, id);
        if (object === undefined) return;
        if (subject.type === NAMESPACE)
            for (const inside of store
                .live()
                .filter((other) => other.type.startsWith("kubernetes:") && namespaceOf(other) === object.id))
                await store.remove(inside);
        await store.remove(object);
    }

    cancel(): void {
        return undefined;
    }

    #answer(subject: Subject, inputs: Record<string, unknown>, serial: number, before: Properties = {}): State {
        const { id, outputs } = created(subject.type, subject.name, inputs, placeOf({}), serial);
        if (subject.type === RELEASE) {
            const { name, namespace = "default", chart, version } = inputs;
            return {
                id: `${String(namespace)}/${String(name)}`,
                outputs: { ...inputs, status: { name, namespace, chart, version, revision: 1, status: "deployed" } },
            };
        }
        const { uid = mapOf(outputs.metadata).uid, creationTimestamp = new Date().toISOString() } = before;
        return {
            id,
            outputs: {
                ...outputs,
                metadata: { ...mapOf(outputs.metadata), uid, creationTimestamp, resourceVersion: String(serial) },
            },
        };
    }

    #refuse(subject: Subject, id: string, inputs: Record<string, unknown>): void {
        const { store } = this.#world;
        const what = `${subject.name} (${subject.type})`;
        const patches = subject.type.endsWith("Patch");
        if (!patches && (store.find(subject.type, id) !== undefined || BUILT_IN.has(`${subject.type} ${id}`)))
            throw new Error(
                `cannot create ${what}: AlreadyExists: "${id}" already exists, and server-side apply does not adopt it. To fix: change metadata.name, import it, or change it with ${subject.type.split(":")[2] ?? ""}Patch.`,
            );
        const namespace = subject.type === RELEASE ? inputs.namespace : mapOf(inputs.metadata).namespace;
        const createsIt = subject.type === RELEASE && inputs.createNamespace === true;
        if (
            typeof namespace !== "string" ||
            createsIt ||
            BUILT_IN_NAMESPACES.has(namespace) ||
            store.find(NAMESPACE, namespace) !== undefined
        )
            return;
        throw new Error(
            `cannot create ${what}: NotFound: namespace "${namespace}" does not exist. To fix: create the Namespace first and take its metadata.name, so that this waits for it.`,
        );
    }
}

function metadataOf(facts: Properties): Properties {
    return mapOf(facts.metadata);
}

function namespaceOf(object: CloudObject): unknown {
    return object.type === RELEASE ? reveal(object.inputs.namespace) : mapOf(reveal(object.inputs.metadata)).namespace;
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
    return isMap(value) ? value : {};
}

function at(value: unknown, path: string): unknown {
    return path.split(".").reduce((inner: unknown, key) => (isMap(inner) ? inner[key] : undefined), value);
}
