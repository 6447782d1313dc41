import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { deploy, TOY, type Toy } from "../fixtures/toy/program";
import { Bench, onAws, type Program, type Result } from "./support/bench";

/** Each refusal goes through the real engine, and its message must name the resource and what to change. */
describe("what AWS refuses, the embedded cloud refuses", () => {
    let bench: Bench;
    beforeEach(() => {
        bench = new Bench();
    });
    afterEach(() => {
        bench.remove();
    });

    const toy =
        (changes: Partial<Toy>): Program =>
        () =>
            deploy({ ...TOY, ...changes });

    function assertRefused(result: Result, ...words: readonly string[]): void {
        assert.equal(result.status, 1, result.text);
        for (const word of words) assert.ok(result.text.includes(word), `"${word}" is missing in:\n${result.text}`);
    }

    it("a subnet outside of its VPC", async () => {
        const result = await bench.run("up", toy({ subnetCidrs: ["10.20.0.0/24", "10.99.1.0/24"] }));
        assertRefused(
            result,
            "cannot create network-private-b (aws:ec2/subnet:Subnet)",
            "InvalidSubnet.Range",
            "cidrBlock 10.99.1.0/24",
            "change cidrBlock",
        );
    });

    it("a subnet that overlaps another", async () => {
        const result = await bench.run("up", toy({ subnetCidrs: ["10.20.0.0/23", "10.20.1.0/24"] }));
        assertRefused(
            result,
            "InvalidSubnet.Conflict",
            "network-private-a",
            "network-private-b",
            "change cidrBlock of one of the two",
        );
    });

    it("a key that does not exist, unless the stack file names it", async () => {
        const nobodys = "arn:aws:kms:eu-central-1:000000000000:key/nobodys";
        const result = await bench.run("up", toy({ kmsKey: nobodys }));
        assertRefused(
            result,
            "NotFoundException",
            `is ${nobodys}, which does not exist`,
            "database-",
            "name what exists already in the stack file",
        );
        const accepted = await bench.run(
            "up",
            toy({ kmsKey: "arn:aws:kms:eu-central-1:000000000000:key/brought-along" }),
        );
        assert.equal(accepted.status, 0, accepted.text);
    });

    it("a subnet id that does not exist", async () => {
        const program = onAws(
            (opts) =>
                new aws.rds.SubnetGroup("group", { name: "group", subnetIds: ["subnet-0123456789abcdef0"] }, opts),
        );
        assertRefused(
            await bench.run("up", program),
            "cannot create group",
            "InvalidSubnet",
            "subnetIds.0 is subnet-0123456789abcdef0",
        );
    });

    it("two roles of one name", async () => {
        const result = await bench.run("up", toy({ roleNames: ["toy-same", "toy-same"] }));
        assertRefused(result, "EntityAlreadyExists", "toy-same exists already", "change the name of one of the two");
    });

    it("two databases of one name", async () => {
        const database = {
            engine: "postgres",
            instanceClass: "db.t4g.medium",
            allocatedStorage: 20,
            identifier: "same",
            skipFinalSnapshot: true,
        };
        const databases = onAws((opts) => {
            const first = new aws.rds.Instance("first", database, opts);
            new aws.rds.Instance("second", database, { ...opts, dependsOn: [first] });
        });
        assertRefused(
            await bench.run("up", databases),
            "cannot create second",
            "DBInstanceAlreadyExists",
            'identifier "same" is taken (first)',
        );
    });

    it("a node group without room: maxSize 0", async () => {
        const result = await bench.run("up", toy({ nodes: { min: 0, desired: 0, max: 0 } }));
        assertRefused(
            result,
            "cannot create cluster-nodes",
            "InvalidParameterException",
            "scalingConfig.maxSize is 0",
            "raise maxSize",
        );
    });

    it("fewer nodes than the minimum, also when the minimum is raised later", async () => {
        const raised = (min: number): Program => toy({ nodes: { min, desired: 1, max: 5 } });
        assert.equal((await bench.run("up", raised(1))).status, 0);
        const result = await bench.run("up", raised(3));
        assertRefused(
            result,
            "cannot update cluster-nodes",
            "desiredSize 1 is below minSize 3",
            "raise desiredSize first",
        );
    });

    it("a Kubernetes minor that is skipped, and one that goes back further than the last upgrade", async () => {
        assert.equal((await bench.run("up", toy({ kubernetes: "1.34" }))).status, 0);
        assertRefused(
            await bench.run("up", toy({ kubernetes: "1.36" })),
            "cannot update cluster-control-plane",
            "version 1.36 skips a minor",
            "set version to 1.35",
        );
        assertRefused(
            await bench.run("up", toy({ kubernetes: "1.33" })),
            "version 1.33 is older than the cluster's 1.34",
            "set version to 1.34",
        );
        assert.equal((await bench.run("up", toy({ kubernetes: "1.35" }))).status, 0);
    });

    it("the way back after seven days, and a log group that EKS wrote again", async () => {
        assert.equal((await bench.run("up", toy({ kubernetes: "1.34" }))).status, 0);
        assert.equal((await bench.run("up", toy({ kubernetes: "1.35" }))).status, 0);
        assertRefused(
            await bench.run("up", toy({ kubernetes: "1.34" }), "--later", "169"),
            "InvalidRequestException",
            "more than seven days old",
        );
        const log = onAws(
            (opts) => new aws.cloudwatch.LogGroup("log", { name: "/aws/eks/toy/cluster", retentionInDays: 30 }, opts),
        );
        const other = new Bench("logs");
        assert.equal((await other.run("up", log)).status, 0);
        const without = onAws(() => undefined);
        assert.equal((await other.run("up", without, "--fault", "log=again")).status, 0);
        assertRefused(await other.run("up", log), "ResourceAlreadyExistsException", "written again after log");
        assert.equal((await other.run("down", without)).status, 0);
        assert.equal((await other.run("up", log)).status, 0, "make down takes it with it");
        other.remove();
    });

    it("a bucket that somebody filled, until forceDestroy is on", async () => {
        const bucket = (forceDestroy: boolean): Program =>
            onAws((opts) => new aws.s3.Bucket("cold", { bucket: "toy-cold", forceDestroy }, opts));
        assert.equal((await bench.run("up", bucket(false), "--fault", "cold=fill")).status, 0);
        assertRefused(
            await bench.run("down", bucket(false)),
            "cannot delete cold",
            "BucketNotEmpty",
            "set forceDestroy to true",
        );
        assert.equal((await bench.run("up", bucket(true))).status, 0);
        const gone = await bench.run("down", bucket(true));
        assert.equal(gone.status, 0, gone.text);
    });

    it("a secret's name while the secret waits for its deletion", async () => {
        const secret = (recoveryWindowInDays: number): Program =>
            onAws(
                (opts) =>
                    new aws.secretsmanager.Secret("password", { name: "toy/password", recoveryWindowInDays }, opts),
            );
        assert.equal((await bench.run("up", secret(30))).status, 0);
        const down = await bench.run("down", secret(30));
        assert.equal(down.status, 0, down.text);
        assert.match(
            down.text,
            /AWS keeps {2}password \(secretsmanager Secret\) toy\/password: scheduled for deletion in 30 days/,
        );
        assertRefused(
            await bench.run("up", secret(30)),
            "cannot create password",
            "InvalidRequestException",
            'name "toy/password" is still taken',
            "recoveryWindowInDays 0",
        );
    });

    it("a final snapshot of a name that an earlier one has, and a delete that forgot to name one", async () => {
        const database = (finalSnapshotIdentifier?: string): Program =>
            onAws(
                (opts) =>
                    new aws.rds.Instance(
                        "database",
                        {
                            engine: "postgres",
                            instanceClass: "db.t4g.medium",
                            allocatedStorage: 20,
                            identifier: "toy",
                            finalSnapshotIdentifier,
                        },
                        opts,
                    ),
            );
        assert.equal((await bench.run("up", database("toy-final"))).status, 0);
        const down = await bench.run("down", database("toy-final"));
        assert.equal(down.status, 0, down.text);
        assert.match(down.text, /AWS keeps {2}database \(final snapshot\) toy-final/);
        assert.equal((await bench.run("up", database("toy-final"))).status, 0);
        assertRefused(
            await bench.run("down", database("toy-final")),
            "cannot delete database",
            "DBSnapshotAlreadyExists",
            "change finalSnapshotIdentifier",
        );
        assert.equal((await bench.run("up", database())).status, 0);
        assertRefused(
            await bench.run("down", database()),
            "finalSnapshotIdentifier is missing and skipFinalSnapshot is not true",
        );
    });

    it("the deletion of what has deletion protection", async () => {
        const protectedOnes = onAws((opts) => {
            const database = {
                engine: "postgres",
                instanceClass: "db.t4g.medium",
                allocatedStorage: 20,
                skipFinalSnapshot: true,
            };
            new aws.rds.Instance("database", { ...database, identifier: "toy", deletionProtection: true }, opts);
        });
        assert.equal((await bench.run("up", protectedOnes)).status, 0);
        assertRefused(
            await bench.run("down", protectedOnes),
            "cannot delete database",
            "deletionProtection is on",
            "set deletionProtection to false",
        );
    });

    it("the deletion of a VPC's subnet while somebody's network interface is left in it", async () => {
        assert.equal((await bench.run("up", toy({}))).status, 0);
        const result = await bench.run("down", toy({}), "--fault", "cluster-control-plane=stray");
        assertRefused(
            result,
            "cannot delete network-private-a",
            "DependencyViolation",
            "network interface eni-",
            "left by cluster-control-plane",
        );
        assert.equal(bench.cloud().live("aws:ec2/vpc:Vpc").length, 1, "the VPC stays, too");
    });

    it("a Kubernetes object that exists, and a namespace that does not", async () => {
        const objects =
            (build: (opts: pulumi.CustomResourceOptions) => void): Program =>
            () => {
                build({
                    provider: new kubernetes.Provider("kubernetes", { kubeconfig: "{}", clusterIdentifier: "toy" }),
                });
            };
        const existing = objects(
            (opts) => new kubernetes.core.v1.Namespace("system", { metadata: { name: "kube-system" } }, opts),
        );
        assertRefused(await bench.run("up", existing), "cannot create system", "AlreadyExists", "NamespacePatch");
        const nowhere = objects(
            (opts) =>
                new kubernetes.core.v1.ConfigMap(
                    "settings",
                    { metadata: { name: "settings", namespace: "nowhere" } },
                    opts,
                ),
        );
        assertRefused(
            await bench.run("up", nowhere),
            "cannot create settings",
            'namespace "nowhere" does not exist',
            "create the Namespace first",
        );
    });
});
