import { effectOf, granted } from "../../plan/replacements";
import { created, placeOf, type Place } from "../../plan/shapes";
import { createSeconds } from "../../plan/times";
import type { Principal, Request } from "../../iam/evaluate";
import type { Thing, Work } from "../../iam/requests";
import { factsOf, type CloudObject, type Store } from "../cloud/store";
import { hasFault, type Fault } from "../provider/faults";
import { pause, type Pace } from "../provider/pace";
import type { Difference, Provider, ReadState, State, Subject } from "../provider/provider";
import { holdsSecret, markSecretOutputs, revealAll, sameContent, type Properties } from "../engine/wire";
import { CONTENT, remaindersOf } from "./refusals/keeping";
import { Gate, tagsOf } from "./authorise";
import { onCreate, onDelete, onUpdate } from "./refusals";
import { NETWORK_INTERFACE } from "./refusals/inUse";
import { firstRefusal, record, type Refusal } from "./refusals/refusal";
import { restoredFrom, sourceOf } from "./restored";
import { issuedOf } from "./issued";
import { KEPT_BEHIND } from "../kubernetes/inputs";
import { controlPlaneLogs, isControlPlaneLogs, MEMORY, remembered, shownOf, writtenAgain, type Memory } from "./memory";
import { allTags, defaultTagsOf, type Tags } from "./tags";

const UPDATE_SECONDS = 20;
/** Deleting takes less than creating, roughly: EKS 3 of 9 minutes, NAT 1 of 2, RDS 5 of 10. */
const DELETE_SHARE = 0.4;

export interface World {
    readonly store: Store;
    readonly pace: Pace;
    readonly faults: readonly Fault[];
    /** What the stack file names as existing already. */
    readonly existing: ReadonlySet<string>;
    /** Who signs for the API servers of its clusters. */
    readonly authority?: { readonly cert: string };
    /** Whoever acts, with their policies. Without it an administrator, who may do everything. */
    readonly caller?: Principal;
    /** Told of each request that is authorised. */
    readonly onRequest?: (request: Request) => void;
}

/** AWS, as far as one environment can see it. Whatever it answers is in the store first. */
export class AwsProvider implements Provider {
    readonly version = "7.48.0";
    readonly #world: World;
    #place: Place = placeOf({});
    #defaultTags: Tags = {};
    readonly #cancelled: (() => void)[] = [];
    #expired = false;
    /** Log groups of control planes that are gone, and still have something to say. */
    readonly #lastWords = new Set<string>();
    readonly #gate: Gate | undefined;

    constructor(world: World) {
        this.#world = world;
        const { caller, store, onRequest = () => undefined } = world;
        this.#gate = caller === undefined ? undefined : new Gate(caller, store, onRequest);
    }

    configure(args: Properties): void {
        const plain = revealAll(args);
        this.#place = placeOf(plain);
        this.#defaultTags = defaultTagsOf(plain);
    }

    check(_subject: Subject, _olds: Properties, news: Properties): Properties {
        return news;
    }

    diff(subject: Subject, _id: string, oldInputs: Properties, oldOutputs: Properties, news: Properties): Difference {
        const { changed, replaces, deletedFirst } = effectOf(subject.type, oldInputs, news, { same: sameContent });
        const tags = allTags(revealAll(news), this.#defaultTags);
        const retagged =
            tags !== undefined && !changed.includes("tags") && !sameContent(oldOutputs.tagsAll, tags)
                ? ["tagsAll"]
                : [];
        return { changed: [...changed, ...retagged], replaces, deleteBeforeReplace: deletedFirst };
    }

    async create(subject: Subject, inputs: Properties): Promise<State> {
        const { store, pace, faults } = this.#world;
        if (hasFault(faults, "expire", subject)) this.#expired = true;
        this.#authenticate("create", subject);
        if (hasFault(faults, "before", subject))
            throw new Error(`cannot create ${called(subject)}: InternalFailure: a fault that was asked for`);
        const plain = revealAll(inputs);
        const serial = store.nextSerial();
        const { id, outputs } = this.#created(subject, plain, serial);
        const { existing } = this.#world;
        const secret = secretKeys(inputs);
        this.#authorise({ kind: "create" }, subject, { id, outputs, tags: allTags(plain, this.#defaultTags) });
        refuse(
            "create",
            subject,
            firstRefusal(onCreate, { ...subject, inputs: plain, secret, id, outputs, store, existing }),
        );

        const from = sourceOf(subject.type, plain, store, existing);
        if (from !== undefined) Object.assign(outputs, restoredFrom(subject.type, from));
        const object = this.#object(subject, id, serial, inputs, outputs, { createdAt: store.hours });
        await store.put(
            hasFault(faults, "fill", subject) ? { ...object, outputs: { ...object.outputs, [CONTENT]: 3 } } : object,
        );
        await this.#wait(
            subject,
            createSeconds(subject.type, plain) * (hasFault(faults, "slow", subject) ? 10 : 1),
            pace,
        );
        if (hasFault(faults, "after", subject))
            throw new Error(`creating ${called(subject)}: the connection broke before AWS answered`);
        return { id, outputs: visible(object.outputs) };
    }

    async read(subject: Subject, id: string): Promise<ReadState | undefined> {
        const object = this.#world.store.find(subject.type, id);
        if (object !== undefined) this.#authorise({ kind: "read" }, subject, asSeen(object));
        if (object === undefined) return Promise.resolve(undefined);
        const shown = shownOf(object, this.#world.store);
        const [inputs, outputs] = [object.inputs, visible(object.outputs)];
        const issued = issuedOf(object, this.#world.store);
        return Promise.resolve({ id, inputs: { ...inputs, ...shown }, outputs: { ...outputs, ...shown, ...issued } });
    }

    async update(subject: Subject, id: string, _oldOutputs: Properties, news: Properties): Promise<Properties> {
        const { store, pace, existing } = this.#world;
        this.#authenticate("update", subject);
        const object = this.#existing("update", subject, id);
        const plain = granted(subject.type, revealAll(object.inputs), revealAll(news));
        const outputs = this.#answerAgain(object, plain);
        const work = { kind: "update", changed: changedKeys(object.inputs, news), tagsBefore: tagsOf(object) } as const;
        this.#authorise(work, subject, { id, outputs, tags: allTags(plain, this.#defaultTags) });
        const secret = secretKeys(news);
        refuse(
            "update",
            subject,
            firstRefusal(onUpdate, { ...subject, inputs: plain, secret, id, outputs, store, existing, object }),
        );
        const memory = remembered(object, plain, store);
        const changed = this.#object(subject, id, object.serial, news, outputs, memory);
        await store.put(changed);
        await pause(UPDATE_SECONDS, pace);
        return visible(changed.outputs);
    }

    #created(
        asked: Pick<Subject, "type" | "name">,
        inputs: Properties,
        serial: number,
    ): State & { outputs: Record<string, unknown> } {
        const made = created(asked.type, asked.name, inputs, this.#place, serial);
        const { authority } = this.#world;
        if (asked.type === "aws:eks/cluster:Cluster" && authority !== undefined)
            made.outputs.certificateAuthority = { data: Buffer.from(authority.cert).toString("base64") };
        return made;
    }

    /** What AWS made up stays, because it follows from the serial; what follows from an argument follows the new one. */
    #answerAgain(object: CloudObject, inputs: Properties): Record<string, unknown> {
        const { outputs } = this.#created(object, inputs, object.serial);
        const before = factsOf(object);
        if (CONTENT in before) outputs[CONTENT] = before[CONTENT];
        if (object.type === "aws:ec2/launchTemplate:LaunchTemplate") {
            const same = sameContent({ ...object.inputs, tags: {} }, { ...inputs, tags: {} });
            outputs.latestVersion = Number(before.latestVersion) + (same ? 0 : 1);
            outputs.defaultVersion =
                inputs.updateDefaultVersion === true ? outputs.latestVersion : before.defaultVersion;
        }
        return outputs;
    }

    async delete(subject: Subject, id: string): Promise<void> {
        const { store, pace, faults } = this.#world;
        this.#authenticate("delete", subject);
        const object = store.find(subject.type, id);
        if (object === undefined) return; // as AWS's provider: gone is what was wanted
        this.#authorise({ kind: "delete" }, subject, asSeen(object));
        refuse("delete", subject, firstRefusal(onDelete, { object, store }));
        await pause(createSeconds(subject.type, factsOf(object)) * DELETE_SHARE, pace);
        if (hasFault(faults, "stray", subject)) await store.put(strayInterface(object, store.nextSerial()));
        if (hasFault(faults, "again", subject))
            return store.put({ ...object, name: writtenAgain(object.name), serial: store.nextSerial() });
        await store.remove(object, remaindersOf(object));
        if (object.type === "aws:eks/cluster:Cluster") {
            this.#lastWords.add(controlPlaneLogs(object.id));
            for (const kept of store.live(KEPT_BEHIND)) await store.remove(kept);
        }
        if (isControlPlaneLogs(object) && this.#lastWords.has(object.id)) await this.#logAgain(object);
    }

    /** A control plane's last logs arrive when its cluster is gone, and EKS makes a group for them: no retention, no key, no tags. */
    async #logAgain({ type, id, name }: CloudObject): Promise<void> {
        const { store } = this.#world;
        const serial = store.nextSerial();
        const made = this.#created({ type, name }, { name: id }, serial);
        const again = { ...made, type, name: writtenAgain(name), serial, inputs: { name: id } };
        await store.put({ ...again, outputs: { ...made.outputs, [MEMORY]: { createdAt: store.hours } } });
    }

    /** In the words of EC2. Keys of a session end in the middle of a deployment, and nothing in the engine renews them. */
    #authenticate(action: string, subject: Subject): void {
        if (this.#expired)
            throw new Error(
                `cannot ${action} ${called(subject)}: ExpiredToken: The security token included in the request is expired`,
            );
    }

    /** One for all that an operation asks of AWS: it is refused before anything of it is done. */
    #authorise(work: Work, subject: Subject, { id, outputs, tags }: Seen): void {
        const thing: Thing = { type: subject.type, facts: { ...outputs, id }, tags };
        const refusal = this.#gate?.refusal(work, thing, this.#place);
        if (refusal !== undefined) throw new Error(`cannot ${work.kind} ${called(subject)}: ${refusal}`);
    }

    cancel(): void {
        for (const stop of this.#cancelled.splice(0)) stop();
    }

    async #wait(subject: Subject, seconds: number, pace: Pace): Promise<void> {
        if (!hasFault(this.#world.faults, "hang", subject)) return pause(seconds, pace);
        await new Promise<void>((resolve) => this.#cancelled.push(resolve));
        throw new Error(`creating ${called(subject)}: stopped while waiting for AWS`);
    }

    #existing(verb: string, subject: Subject, id: string): CloudObject {
        const object = this.#world.store.find(subject.type, id);
        if (object === undefined)
            throw new Error(
                `cannot ${verb} ${called(subject)}: ResourceNotFoundException: ${id} does not exist. It was deleted outside of Pulumi: run \`pulumi refresh\`.`,
            );
        return object;
    }

    #object(
        { type, name }: Subject,
        id: string,
        serial: number,
        inputs: Properties,
        outputs: Properties,
        memory: Memory,
    ): CloudObject {
        const tagsAll = allTags(revealAll(inputs), this.#defaultTags);
        const marked = markSecretOutputs({ ...outputs, ...(tagsAll === undefined ? {} : { tagsAll }) }, inputs);
        return { type, id, name, serial, inputs, outputs: { ...marked, [MEMORY]: memory } };
    }
}

/** What requests are made of. */
interface Seen {
    readonly id: string;
    readonly outputs: Readonly<Record<string, unknown>>;
    readonly tags: Tags | undefined;
}

const asSeen = (object: CloudObject): Seen => ({ id: object.id, outputs: factsOf(object), tags: tagsOf(object) });

function changedKeys(olds: Properties, news: Properties): string[] {
    return [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
        (key) => !sameContent(olds[key], news[key]),
    );
}

function refuse(verb: string, subject: Subject, refusal: Refusal | undefined): void {
    if (refusal === undefined) return;
    throw new Error(`cannot ${verb} ${called(subject)}: ${refusal.code}: ${refusal.problem}. To fix: ${refusal.fix}.`);
}

function called({ type, name }: Subject): string {
    return `${name} (${type})`;
}

/** Arguments whose values no message may show. */
function secretKeys(inputs: Properties): ReadonlySet<string> {
    return new Set(Object.keys(inputs).filter((key) => holdsSecret(inputs[key])));
}

function visible(outputs: Properties): Properties {
    return Object.fromEntries(Object.entries(outputs).filter(([key]) => key !== CONTENT && key !== MEMORY));
}

/** What a controller or the CNI leaves behind when it is stopped too early. */
function strayInterface(object: CloudObject, serial: number): CloudObject {
    const facts = factsOf(object);
    const ids: unknown = facts.subnetIds ?? record(facts.vpcConfig).subnetIds;
    const subnetId: unknown = Array.isArray(ids) ? ids[0] : facts.subnetId;
    const id = `eni-${serial.toString(16).padStart(17, "0")}`;
    return {
        type: NETWORK_INTERFACE,
        id,
        name: `left by ${object.name}`,
        serial,
        inputs: { subnetId },
        outputs: { status: "available" },
    };
}
