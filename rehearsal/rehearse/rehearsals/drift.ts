import { Store, type CloudObject } from "../../cloud/store";
import { changes, counted, endsWell, ranWell, unchanged } from "../checks/outcome";
import { reportsDrift } from "../checks/drift";
import type { Lab } from "../lab";
import type { Rehearsal } from "../rehearsal";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const BUCKET = "aws:s3/bucket:Bucket";
const CONFIGURATION = "kubernetes:core/v1:ConfigMap";

/** Somebody scales a Deployment, takes a bucket's tags off and deletes a ConfigMap, all behind Pulumi's back. */
export const drift: Rehearsal = {
    name: "drift",
    shows: "what was changed or deleted behind Pulumi's back is reported by name, by a command that writes nothing, and put back",
    form: "short",
    async run(lab) {
        await lab.step("up", () => lab.up(), ranWell);
        await lab.step("make drift: none", () => lab.drift(), endsWell);
        const touched = await lab.step(
            "change two, delete one",
            () => meddle(lab),
            () => [],
        );
        const before = JSON.stringify(lab.state());
        await lab.step(
            "make drift: names the three",
            () => lab.drift(),
            (run) => [
                ...reportsDrift(run, touched),
                ...(JSON.stringify(lab.state()) === before ? [] : ["the state was written"]),
            ],
        );
        await lab.step(
            "make up REFRESH=1: puts them back",
            () => lab.up({ refresh: true }),
            (run) => ({
                findings: endsWell(run),
                fact: counted(changes(run.steps)),
            }),
        );
        await lab.step("make drift: none again", () => lab.drift(), endsWell);
        await lab.step("preview: no changes", () => lab.preview(), unchanged);
    },
};

async function meddle(lab: Lab): Promise<Readonly<Record<string, "changed" | "gone">>> {
    const store = Store.open(lab.paths.work, "own");
    const deployment = first(store, DEPLOYMENT, ({ inputs }) => "replicas" in mapOf(inputs.spec));
    const bucket = first(store, BUCKET);
    const configuration = first(store, CONFIGURATION);
    const scaled = (spec: unknown): unknown => ({ ...mapOf(spec), replicas: 0 });
    await store.put({
        ...deployment,
        inputs: { ...deployment.inputs, spec: scaled(deployment.inputs.spec) },
        outputs: { ...deployment.outputs, spec: scaled(deployment.outputs.spec) },
    });
    await store.put({
        ...bucket,
        inputs: { ...bucket.inputs, tags: {} },
        outputs: { ...bucket.outputs, tags: {}, tagsAll: {} },
    });
    await store.remove(configuration);
    return { [deployment.name]: "changed", [bucket.name]: "changed", [configuration.name]: "gone" };
}

function first(store: Store, type: string, fits: (object: CloudObject) => boolean = () => true): CloudObject {
    const found = store.live(type).find(fits);
    if (found === undefined) throw new Error(`the environment has no ${type} to meddle with`);
    return found;
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
