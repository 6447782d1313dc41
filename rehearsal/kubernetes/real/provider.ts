import type { World } from "../../aws/provider";
import { hasFault } from "../../provider/faults";
import {
    NotReady,
    type Difference,
    type Provider,
    type ReadState,
    type State,
    type Subject,
} from "../../provider/provider";
import { markSecretOutputs, reveal, sameContent, type Properties } from "../../wire";
import { called, differenceOf, mutableKinds, RELEASE, taken, withName } from "../inputs";
import { KubernetesProvider } from "../provider";
import { ApiError, type Live } from "./api";
import type { Cluster } from "./cluster";
import { objectPath, placeIn, type Kind } from "./kinds";
import {
    annotation,
    fieldsOf,
    idOf,
    identityOf,
    isPatch,
    managerOf,
    manifestOf,
    outputsOf,
    owned,
    placeOfId,
    type Manifest,
} from "./manifest";
import { StandIns } from "./stand-ins";
import { Waiting } from "./waiting";

/** Objects on a real API server, by server-side apply. Helm releases are records: no chart is rendered. */
export class RealKubernetesProvider implements Provider {
    readonly version = "4.34.2";
    readonly #world: World;
    readonly #cluster: Cluster;
    readonly #waiting: Waiting;
    readonly #releases: KubernetesProvider;
    readonly #standIns: StandIns;
    #mutableKinds: ReadonlySet<string> = new Set();

    constructor(world: World, cluster: Cluster) {
        this.#world = world;
        this.#cluster = cluster;
        this.#waiting = new Waiting(cluster);
        this.#standIns = new StandIns(cluster, world.store);
        this.#releases = new KubernetesProvider(
            world,
            async (name) => (await cluster.api.find(`/api/v1/namespaces/${name}`)) !== undefined,
        );
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

    async create(subject: Subject, inputs: Properties, timeoutSeconds?: number): Promise<State> {
        if (subject.type === RELEASE) return this.#release(subject, inputs);
        const { faults } = this.#world;
        if (hasFault(faults, "before", subject))
            throw new Error(`cannot create ${called(subject)}: a fault that was asked for`);
        const manifest = manifestOf(subject, inputs);
        const live = await this.#told("create", subject, async () => {
            const kind = await this.#kindOf(manifest);
            await this.#look(subject, kind, manifest);
            return this.#apply(subject, kind, manifest);
        });
        if (hasFault(faults, "after", subject))
            throw new Error(`creating ${called(subject)}: the connection broke before the API server answered`);
        return this.#whenReady("create", subject, manifest, inputs, live, timeoutSeconds);
    }

    async update(
        subject: Subject,
        id: string,
        olds: Properties,
        news: Properties,
        timeoutSeconds?: number,
    ): Promise<Properties> {
        if (subject.type === RELEASE) return this.#releases.update(subject, id, olds, news);
        const manifest = manifestOf(subject, news);
        const live = await this.#told("update", subject, async () => {
            const kind = await this.#kindOf(manifest);
            if ((await this.#cluster.api.find(objectPath(kind, placeIn(kind, manifest)))) === undefined)
                throw new ApiError(
                    404,
                    "NotFound",
                    `"${id}" not found. It was deleted outside of Pulumi: run \`pulumi refresh\`.`,
                );
            return this.#apply(subject, kind, manifest);
        });
        return (await this.#whenReady("update", subject, manifest, news, live, timeoutSeconds)).outputs;
    }

    async read(
        subject: Subject,
        id: string,
        known: { inputs: Properties; outputs: Properties },
    ): Promise<ReadState | undefined> {
        if (subject.type === RELEASE) return this.#releases.read(subject, id);
        const live = await this.#told("read", subject, async () => this.#find(subject, id));
        if (live === undefined) return undefined;
        const isKnown = Object.keys(known.inputs).length > 0;
        const manager = managerOf(subject, { metadata: live.metadata });
        const inputs = isKnown ? known.inputs : owned(live, manager);
        if (inputs === undefined)
            throw new Error(`cannot read ${called(subject)}: "${id}" exists, and no field of it is ${manager}'s`);
        const outputs = markSecretOutputs(outputsOf(live, inputs), inputs);
        // What differs from the last time is drift, and has to be seen as an input too: the next update compares those.
        const drifted = isKnown && !sameContent(outputs, known.outputs);
        return { id, outputs, inputs: drifted ? markSecretOutputs(fieldsOf(live, inputs), inputs) : inputs };
    }

    async delete(subject: Subject, id: string, _outputs: Properties, timeoutSeconds?: number): Promise<void> {
        if (subject.type === RELEASE) return this.#uninstall(subject, id);
        const { api } = this.#cluster;
        await this.#told("delete", subject, async () => {
            const kind = await this.#kindOf(identityOf(subject));
            const live = await api.find(objectPath(kind, placeOfId(id)));
            if (live === undefined) return; // gone is what was wanted
            if (isPatch(subject)) await this.#letGo(subject, kind, live);
            else await this.#waiting.delete(kind, live, timeoutSeconds);
        });
    }

    cancel(): void {
        this.#waiting.cancel();
    }

    async #release(subject: Subject, inputs: Properties): Promise<State> {
        const state = await this.#releases.create(subject, inputs);
        this.#standIns.begin(String(reveal(inputs.chart)));
        return state;
    }

    async #uninstall(subject: Subject, id: string): Promise<void> {
        const release = this.#world.store.find(subject.type, id);
        if (release !== undefined) this.#standIns.end(String(reveal(release.inputs.chart)));
        await this.#releases.delete(subject, id);
    }

    /** An object that is there already is somebody's; a patch needs one. */
    async #look(subject: Subject, kind: Kind, manifest: Manifest): Promise<void> {
        const place = placeIn(kind, manifest);
        if (isPatch(subject)) await this.#waiting.untilExists(kind, place);
        else if ((await this.#cluster.api.find(objectPath(kind, place))) !== undefined)
            throw new Error(taken(subject, idOf(place)));
    }

    async #apply(subject: Subject, kind: Kind, manifest: Manifest): Promise<Live> {
        return this.#cluster.api.apply(objectPath(kind, placeIn(kind, manifest)), manifest, {
            manager: managerOf(subject, manifest),
            force: annotation(manifest, "pulumi.com/patchForce") === "true",
        });
    }

    /** Applying nothing gives back what this manager has set, and leaves the object. */
    async #letGo(subject: Subject, kind: Kind, live: Live): Promise<void> {
        const { name, namespace } = live.metadata;
        const metadata = { name, ...(namespace !== undefined && { namespace }) };
        await this.#apply(subject, kind, { ...identityOf(subject), metadata });
    }

    async #find(subject: Subject, id: string): Promise<Live | undefined> {
        const identity = identityOf(subject);
        const kind = await this.#cluster.kinds.find(identity.apiVersion, identity.kind);
        // A kind that is not served any more took its objects with it.
        return kind === undefined ? undefined : this.#cluster.api.find(objectPath(kind, placeOfId(id)));
    }

    async #kindOf({ apiVersion, kind }: Pick<Manifest, "apiVersion" | "kind">): Promise<Kind> {
        const found = await this.#cluster.kinds.find(apiVersion, kind);
        if (found !== undefined) return found;
        const fix = "To fix: create what brings its definition first, and let this depend on it.";
        throw new ApiError(404, "NotFound", `no matches for kind "${kind}" in version "${apiVersion}". ${fix}`);
    }

    async #whenReady(
        verb: "create" | "update",
        subject: Subject,
        manifest: Manifest,
        inputs: Properties,
        applied: Live,
        timeoutSeconds: number | undefined,
    ): Promise<State> {
        const kind = await this.#kindOf(manifest);
        const { live, problem } = await this.#waiting.untilReady(kind, manifest, applied, timeoutSeconds);
        const state = {
            id: idOf(placeIn(kind, manifest)),
            outputs: markSecretOutputs(outputsOf(live, inputs), inputs),
        };
        if (problem === undefined) return state;
        const message = `cannot ${verb} ${called(subject)}: it exists, but ${problem}`;
        throw new NotReady(message, state, [message]); // the engine shows the reasons only
    }

    /** The API server's own words, after the resource's name. */
    async #told<Result>(verb: string, subject: Subject, work: () => Promise<Result>): Promise<Result> {
        try {
            return await work();
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            throw new Error(`cannot ${verb} ${called(subject)}: ${error.reason}: ${error.message}${fixFor(error)}`, {
                cause: error,
            });
        }
    }
}

function fixFor({ status, reason }: ApiError): string {
    if (status === 409 && reason === "Conflict")
        return ". To fix: leave the field to who owns it, or take it over with the annotation pulumi.com/patchForce.";
    return "";
}
