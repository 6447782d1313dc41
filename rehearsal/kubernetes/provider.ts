import { created, placeOf } from "../../plan/shapes";
import { createSeconds } from "../../plan/times";
import type { World } from "../aws/provider";
import { CONTENT } from "../aws/restored";
import { factsOf, type CloudObject } from "../cloud/store";
import { hasFault } from "../provider/faults";
import { pause } from "../provider/pace";
import type { Difference, Provider, ReadState, State, Subject } from "../provider/provider";
import { markSecretOutputs, reveal, revealAll, type Properties } from "../engine/wire";
import { contentOf } from "./volume-content";
import { called, differenceOf, mapOf, mutableKinds, NAMESPACE, RELEASE, taken, withName } from "./inputs";

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
    readonly #hasNamespace: (name: string) => boolean | Promise<boolean>;
    #mutableKinds: ReadonlySet<string> = new Set();

    /** `hasNamespace`: who knows that; default the objects of this very provider. */
    constructor(world: World, hasNamespace?: (name: string) => Promise<boolean>) {
        this.#world = world;
        this.#hasNamespace =
            hasNamespace ??
            ((name) => BUILT_IN_NAMESPACES.has(name) || world.store.find(NAMESPACE, name) !== undefined);
    }

    configure(args: Properties): void {
        this.#mutableKinds = mutableKinds(args);
    }

    check(subject: Subject, olds: Properties, news: Properties): Properties {
        return withName(subject, olds, news);
    }

    diff(subject: Subject, _id: string, oldInputs: Properties, _oldOutputs: Properties, news: Properties): Difference {
        return differenceOf(subject, oldInputs, news, this.#mutableKinds);
    }

    async create(subject: Subject, inputs: Properties): Promise<State> {
        const { store, pace, faults } = this.#world;
        if (hasFault(faults, "before", subject))
            throw new Error(`cannot create ${subject.name} (${subject.type}): a fault that was asked for`);
        const serial = store.nextSerial();
        const { id, outputs } = this.#answer(subject, revealAll(inputs), serial);
        await this.#refuse(subject, id, revealAll(inputs));
        const object: CloudObject = {
            type: subject.type,
            id,
            name: subject.name,
            serial,
            inputs,
            outputs: markSecretOutputs(outputs, inputs),
        };
        // Data is no property that Pulumi sees.
        const content = contentOf(subject.type, revealAll(inputs), store);
        await store.put({ ...object, outputs: { ...object.outputs, ...content } });
        await pause(createSeconds(subject.type, revealAll(inputs)), pace);
        return { id, outputs: object.outputs };
    }

    async read(subject: Subject, id: string): Promise<ReadState | undefined> {
        const object = this.#world.store.find(subject.type, id);
        return Promise.resolve(
            object === undefined ? undefined : { id, inputs: object.inputs, outputs: visible(object.outputs) },
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
        const marked = markSecretOutputs(outputs, news);
        const content = CONTENT in object.outputs ? { [CONTENT]: object.outputs[CONTENT] } : {};
        await store.put({ ...object, inputs: news, outputs: { ...marked, ...content } });
        return marked;
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

    async #refuse(subject: Subject, id: string, inputs: Record<string, unknown>): Promise<void> {
        const namespace = subject.type === RELEASE ? inputs.namespace : mapOf(inputs.metadata).namespace;
        const createsIt = subject.type === RELEASE && inputs.createNamespace === true;
        if (typeof namespace === "string" && !createsIt && !(await this.#hasNamespace(namespace)))
            throw new Error(
                `cannot create ${called(subject)}: NotFound: namespace "${namespace}" does not exist. To fix: create the Namespace first and take its metadata.name, so that this waits for it.`,
            );
        // Last, with nothing awaited after it: of two that ask at the same time, one is refused.
        const known = this.#world.store.find(subject.type, id) !== undefined || BUILT_IN.has(`${subject.type} ${id}`);
        if (known && !subject.type.endsWith("Patch")) throw new Error(taken(subject, id));
    }
}

const visible = (outputs: Properties): Properties =>
    Object.fromEntries(Object.entries(outputs).filter(([key]) => key !== CONTENT));

function metadataOf(facts: Properties): Properties {
    return mapOf(facts.metadata);
}

function namespaceOf(object: CloudObject): unknown {
    return object.type === RELEASE ? reveal(object.inputs.namespace) : mapOf(reveal(object.inputs.metadata)).namespace;
}
