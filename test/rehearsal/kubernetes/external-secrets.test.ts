/** The stand-in of External Secrets: which version it copies, and what it says of one that is not there. */
import * as assert from "node:assert/strict";
import { Store, type CloudObject } from "../../../rehearsal/cloud/store";
import type { Live } from "../../../rehearsal/kubernetes/real/api";
import { externalSecrets } from "../../../rehearsal/kubernetes/real/stand-ins/external-secrets";
import type { Handle } from "../../../rehearsal/kubernetes/real/stand-ins/stand-in";

const SECRET = "mindcloud/dev/postgres/memstack";
const cloud = (...versions: readonly string[]): Store => {
    const common = { name: "x", serial: 1 };
    const secret: CloudObject = {
        ...{ ...common, type: "aws:secretsmanager/secret:Secret", id: "arn:one" },
        ...{ inputs: { name: SECRET }, outputs: { arn: "arn:one" } },
    };
    return Store.of(
        secret,
        ...versions.map((versionId) => ({
            ...{ ...common, type: "aws:secretsmanager/secretVersion:SecretVersion", id: `arn:one|${versionId}` },
            ...{ inputs: { secretId: "arn:one" }, outputs: { versionId } },
        })),
    );
};

/** What the stand-in wrote for an object that asks for a version, and the object afterwards. */
async function seen(store: Store, live: Live): Promise<{ readonly secret?: string; readonly live: Live }> {
    let secret: string | undefined;
    let status = live.status;
    const handle = {
        cluster: {
            api: {
                apply: (_path: string, { data }: { readonly data: { readonly password: string } }) => {
                    secret = Buffer.from(data.password, "base64").toString("utf8");
                    return Promise.resolve();
                },
            },
        },
        report: (patch: object) => {
            status = { ...(status as object | undefined), ...patch };
            return Promise.resolve();
        },
    };
    await externalSecrets(store).react(live, handle as unknown as Handle);
    return { secret, live: { ...live, status } };
}

const asks = (version?: string, status?: Live["status"]): Live => ({
    metadata: { name: "login", namespace: "memstack", uid: "1" },
    spec: {
        data: [{ secretKey: "password", remoteRef: { key: SECRET, ...(version !== undefined && { version }) } }],
    },
    ...(status !== undefined && { status }),
});

const saysOf = ({ live }: { readonly live: Live }): string => {
    const { conditions = [] } = live.status as { readonly conditions?: readonly { readonly message: string }[] };
    return conditions.map(({ message }) => message).join("; ");
};

describe("rehearsal/kubernetes: External Secrets", () => {
    it("copies the version that is asked for, and says so in the Secret", async () => {
        const first = await seen(cloud("v1"), asks("uuid/v1"));
        assert.equal(first.secret, "rehearsed uuid/v1");
        assert.equal(saysOf(first), "secret synced");
    });

    it("writes the Secret again when a rotation asks for the next version, though it was ready, and not without one", async () => {
        const store = cloud("v1", "v2");
        const { live } = await seen(store, asks("uuid/v1"));
        assert.equal((await seen(store, live)).secret, undefined);
        assert.equal((await seen(store, asks("uuid/v2", live.status))).secret, "rehearsed uuid/v2");
    });

    it("does not take an older version for the one that is asked for", async () => {
        const early = await seen(cloud("v1"), asks("uuid/v2"));
        assert.equal(early.secret, undefined);
        assert.equal(saysOf(early), `Secrets Manager has no value for ${SECRET} (uuid/v2)`);
    });

    it("takes any version where none is asked for", async () => {
        assert.equal((await seen(cloud("v1"), asks())).secret, "rehearsed");
        assert.equal((await seen(cloud(), asks())).secret, undefined);
    });
});
