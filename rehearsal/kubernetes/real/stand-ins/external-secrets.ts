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
 * External Secrets: makes the Secret when every secret that it names is in the embedded cloud with a value, and says which one is not.
 * What it writes is not that value: no real-looking secret leaves the sealed journal.
 */
export const externalSecrets = (store: Store): Reaction => ({
    apiVersion: API,
    kind: "ExternalSecret",
    async react(live, object) {
        if (live.metadata.deletionTimestamp !== undefined) return;
        const wanted = keysOf(live);
        const absent = [...new Set(wanted.map(({ from }) => from))].filter((name) => !hasValue(store, name));
        const status =
            absent.length > 0
                ? withCondition(
                      live,
                      "Ready",
                      false,
                      "SecretSyncedError",
                      `Secrets Manager has no value for ${absent.join(", ")}`,
                  )
                : withCondition(live, "Ready", true, "SecretSynced", "secret synced");
        if (status === undefined) return;
        if (absent.length === 0) await object.cluster.api.apply(...secretFor(live, wanted));
        await object.report(status);
    },
});

interface Key {
    readonly key: string;
    readonly from: string;
}

function keysOf({ spec }: Live): readonly Key[] {
    const { data } = mapOf(spec);
    return (Array.isArray(data) ? data : []).map((item: unknown) => ({
        key: String(mapOf(item).secretKey),
        from: String(at(item, "remoteRef.key")),
    }));
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
            ...keys.map(({ key }) => [key, base64("rehearsed")]),
        ]) as Json,
    };
    const path = `/api/v1/namespaces/${String(namespace)}/secrets/${String(name)}`;
    return [path, secret, { manager: STAND_IN, force: true }];
}

/** By name or ARN, as Secrets Manager takes them. */
function hasValue(store: Store, name: string): boolean {
    if (madeByRds(store).some((arn) => arn === name || nameIn(arn) === name)) return true;
    const secret = store
        .live(SECRET)
        .find(({ inputs, outputs }) => [reveal(inputs.name), reveal(outputs.name), reveal(outputs.arn)].includes(name));
    if (secret === undefined) return false;
    const ids: readonly unknown[] = [secret.id, reveal(secret.outputs.arn)];
    return store.live(VERSION).some(({ inputs }) => ids.includes(reveal(inputs.secretId)));
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
