/** Jobs, configuration, secrets, namespaces and quantities that cannot be right. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as w from "../../../components/workload";
import { graphOf, siteOf, small, testImage } from "./fixture";
import { refusalOf } from "./refusals";

const digest = `sha256:${"0".repeat(64)}`;

describe("others are refused:", () => {
    const inShop = (program: (namespace: w.Namespace) => unknown, site: Partial<w.Site> = {}) =>
        refusalOf(() => program(new w.Namespace("shop", { site: siteOf(site), system: "shop" })));
    const job = { image: testImage, resources: small };
    const source = { secretName: pulumi.output("a"), arn: pulumi.output("arn:a") };

    it("schedules that Kubernetes would not read", async () => {
        for (const schedule of [
            "0 2 * *",
            "60 2 * * *",
            "0 24 * * *",
            "*/0 * * * *",
            "5-1 * * * *",
            "0 2 * * mon",
            "@daily",
        ])
            assert.match(
                String(await inShop((namespace) => new w.ScheduledJob("nightly", { namespace, ...job, schedule }))),
                /^nightly: runs at/,
                schedule,
            );
        for (const schedule of ["*/15 1-3,5 1 * 6", "0 2 * * *"])
            await graphOf(
                () =>
                    new w.ScheduledJob("n", {
                        namespace: new w.Namespace("s", { site: siteOf(), system: "s" }),
                        ...job,
                        schedule,
                    }),
            );
    });

    it("jobs that never end, or start too late to start", async () => {
        const sidecar = { ...job, ports: { redis: 6379 }, health: { tcp: "redis" }, starts: "beside" } as const;
        const endless = await inShop(
            (namespace) => new w.OneShotJob("init", { namespace, ...job, sidecars: { proxy: sidecar } }),
        );
        assert.deepEqual(endless, [
            "init: has the container proxy beside its own, which never ends: let it start before",
        ]);
        const late = await inShop(
            (namespace) =>
                new w.ScheduledJob("j", { namespace, ...job, schedule: "0 2 * * *", startWithin: w.seconds(5) }),
        );
        assert.match(String(late), /the controller looks every 10 s/);
    });

    it("configuration that is a secret, by its looks or by its mark", async () => {
        const looks = await inShop(
            (namespace) => new w.Configuration("c", { namespace, values: { KEY: `sk-${"a".repeat(32)}` } }),
        );
        assert.deepEqual(looks, [
            "c: KEY looks like a credential: keep it in Secrets Manager and read it through a SyncedSecret",
        ]);
        const marked = await inShop(
            (namespace) => new w.Configuration("c", { namespace, values: { KEY: pulumi.secret("x") } }),
        );
        assert.match(String(marked), /c: a secret would stand in a plain object: read it through a SyncedSecret$/);
    });

    it("secrets that nobody copies, or that hold none", async () => {
        const none = await inShop((namespace) => new w.SyncedSecret("s", { namespace, keys: {} }));
        assert.match(String(none), /^s: has no key/);
        const both = await inShop(
            (namespace) => new w.SyncedSecret("s", { namespace, keys: { a: { from: source } }, plain: { a: "1" } }),
        );
        assert.match(String(both), /^s: a is both secret and plain/);
        const unsynced = await inShop(
            (namespace) => new w.SyncedSecret("s", { namespace, keys: { a: { from: source } } }),
            { secretStore: undefined },
        );
        assert.match(String(unsynced), /^s: this cluster copies no secrets/);
    });

    it("a key that its source does not have, in a variable or as a file", async () => {
        const lines = await inShop((namespace) => {
            const configuration = new w.Configuration("c", { namespace, values: { A: "1" } });
            new w.OneShotJob("j", {
                ...{ namespace, ...job, environment: { X: { configuration, key: "B" } } },
                volumes: { files: w.files({ from: configuration, items: { C: "c.txt" } }) },
                mounts: { "/c": "files" },
            });
        });
        assert.deepEqual(lines, [
            "j: container j: X reads the key B, which its source does not have",
            "j: volume files mounts C, which its source does not have",
        ]);
    });

    it("a second workload on a volume that one pod owns", async () => {
        const lines = await inShop((namespace) => {
            const claim = new w.VolumeClaim("hot-data", { namespace, size: w.gibibytes(1), storageClass: "gp3" });
            const owning = {
                namespace,
                ...job,
                volumes: { data: w.claimed(claim) },
                mounts: { "/data": "data" },
            } as const;
            new w.Workload("hot", { ...owning, scaling: w.single(), health: { command: ["true"] } });
            new w.ScheduledJob("aging", { ...owning, schedule: "0 2 * * *" });
        });
        assert.deepEqual(lines, ["aging: mounts the claim hot-data, which hot owns alone: ask it over the network"]);
    });

    it("namespaces of Kubernetes, impossible names, and less security without a reason", async () => {
        const named = (name: string, podSecurity?: w.PodSecurity) =>
            refusalOf(() => new w.Namespace("n", { site: siteOf(), system: "s", metadataName: name, podSecurity }));
        assert.match(String(await named("kube-system")), /belongs to Kubernetes/);
        assert.match(String(await named("Shop_1")), /is no name of a namespace/);
        assert.match(
            String(await named("shop", { level: "privileged", because: "" })),
            /less than restricted without a reason/,
        );
    });

    it("limits of nothing, an unknown access point, a prefix with a wildcard", async () => {
        assert.match(String(await inShop((namespace) => new w.NamespaceLimits("l", { namespace }))), /limits nothing/);
        const files = { fileSystemId: pulumi.output("fs-1"), accessPoints: {} };
        const claim = await inShop(
            (namespace) => new w.SharedFilesClaim("f", { namespace, files, accessPoint: "x", size: w.gibibytes(1) }),
        );
        assert.match(String(claim), /^f: the shared files have no access point x/);
        const bucket = { bucketName: pulumi.output("b"), arn: pulumi.output("arn:b") };
        for (const prefix of ["*", "/a", "a/", ""])
            assert.throws(() => w.objects(bucket, prefix, "read"), /is no prefix of a bucket/);
    });

    it("numbers that are no whole quantities", () => {
        assert.throws(() => w.percent(0.7), /0.7 percent: write a whole number/);
        assert.throws(() => w.seconds(-1), RangeError);
        assert.throws(() => w.gibibytes(0), RangeError);
        assert.deepEqual(w.minutes(5), w.seconds(300));
    });

    it("image references that run something else tomorrow", () => {
        assert.deepEqual(w.image(`registry.example:5000/a/b:1.2@${digest}`), {
            repository: "registry.example:5000/a/b",
            tag: "1.2",
            digest,
        });
        for (const reference of [
            "registry.example/a",
            "registry.example/a:latest",
            "a:1",
            `registry.example/A@${digest}`,
        ])
            assert.throws(() => w.image(reference), Error, reference);
    });
});
