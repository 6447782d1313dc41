import type { Store } from "../../../cloud/store";
import { reveal } from "../../../engine/wire";
import { at, mapOf } from "../../inputs";
import type { Json, Live } from "../api";
import { ownedBy, STAND_IN, withCondition, type Reaction } from "./stand-in";

const API = "external-secrets.io/v1";
const SECRET = "aws:secretsmanager/secret:Secret";
const DATABASE = "aws:rds/instance:Instance";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

export const secretStores: Reaction = {
    apiVersion: API,
    kind: "ClusterSecretStore",
    async react(live, object) {
        const status = withCondition(live, "Ready", true, "Valid", "store validated");
        if (status !== undefined) await object.report(status);
    },
};

/**
 * External Secrets: makes the Secret when every secret that it names is in the embedded cloud with a value, in the version that it names,
 * and says which one is not. What it writes is not that value, but which version it is of: no real-looking secret leaves the sealed journal.
 */
export const externalSecrets = (store: Store): Reaction => ({
    apiVersion: API,
    kind: "ExternalSecret",
    async react(live, object) {
        if (live.metadata.deletionTimestamp !== undefined) return;
        const wanted = keysOf(live);
        const absent = [...new Set(wanted.filter((key) => !hasValue(store, key)).map(called))];
        const ready =
            absent.length > 0
                ? withCondition(
                      live,
                      "Ready",
                      false,
                      "SecretSyncedError",
                      `Secrets Manager has no value for ${absent.join(", ")}`,
                  )
                : withCondition(live, "Ready", true, "SecretSynced", "secret synced");
        if (absent.length > 0) {
            if (ready !== undefined) await object.report(ready);
            return;
        }
        // As External Secrets does: an object that asks for other versions than before is written again, though it was ready.
        const synced = JSON.stringify(wanted);
        if (ready === undefined && mapOf(live.status).syncedResourceVersion === synced) return;
        await object.cluster.api.apply(...secretFor(live, wanted));
        await object.report({ ...ready, syncedResourceVersion: synced });
    },
});

interface Key {
    readonly key: string;
    readonly from: string;
    /** `uuid/<id>`; without it the newest. */
    readonly version?: string;
}

const called = ({ from, version }: Key): string => (version === undefined ? from : `${from} (${version})`);

function keysOf({ spec }: Live): readonly Key[] {
    const { data } = mapOf(spec);
    return (Array.isArray(data) ? data : []).map((item: unknown) => {
        const version = at(item, "remoteRef.version");
        return {
            key: String(mapOf(item).secretKey),
            from: String(at(item, "remoteRef.key")),
            ...(typeof version === "string" && { version }),
        };
    });
}

function secretFor(live: Live, keys: readonly Key[]): [string, Json, { manager: string; force: boolean }] {
    const { namespace } = live.metadata;
    const name = at(live.spec, "target.name") ?? live.metadata.name;
    const plain = mapOf(at(live.spec, "target.template.data"));
    const secret = {
        apiVersion: "v1",
        kind: "Secret",
        metadata: {
            name,
            namespace,
            labels: mapOf(at(live.spec, "target.template.metadata.labels")),
            ...ownedBy(live, API, "ExternalSecret"),
        },
        data: Object.fromEntries([
            ...Object.entries(plain).map(([key, value]) => [key, base64(String(value))]),
            ...keys.map(({ key, version }) => [
                key,
                base64(version === undefined ? "rehearsed" : `rehearsed ${version}`),
            ]),
        ]) as Json,
    };
    const path = `/api/v1/namespaces/${String(namespace)}/secrets/${String(name)}`;
    return [path, secret, { manager: STAND_IN, force: true }];
}

/** By name or ARN, as Secrets Manager takes them. */
function hasValue(store: Store, { from, version }: Key): boolean {
    if (madeByRds(store).some((arn) => arn === from || nameIn(arn) === from)) return version === undefined;
    const secret = store
        .live(SECRET)
        .find(({ inputs, outputs }) => [reveal(inputs.name), reveal(outputs.name), reveal(outputs.arn)].includes(from));
    if (secret === undefined) return false;
    const ids: readonly unknown[] = [secret.id, reveal(secret.outputs.arn)];
    return store
        .live(VERSION)
        .some(
            ({ inputs, outputs }) =>
                ids.includes(reveal(inputs.secretId)) &&
                (version === undefined || version === `uuid/${String(reveal(outputs.versionId))}`),
        );
}

/** ARNs of the secrets in which RDS keeps the passwords that it has made itself (`manageMasterUserPassword`). */
function madeByRds(store: Store): readonly string[] {
    return store.live(DATABASE).flatMap(({ outputs }) => {
        const secrets = reveal(outputs.masterUserSecrets);
        return (Array.isArray(secrets) ? secrets : []).map((secret: unknown) => String(mapOf(secret).secretArn));
    });
}

/** Secrets Manager puts six characters of its own after a name. */
const nameIn = (arn: string): string => arn.split(":secret:")[1]?.replace(/-[A-Za-z0-9]{6}$/, "") ?? "";

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
