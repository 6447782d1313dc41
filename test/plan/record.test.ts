import assert from "node:assert/strict";
import * as util from "node:util";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Graph, Secret, UNKNOWN } from "../../plan/graph";
import { attachTo } from "../../plan/monitor";
import { ProgramError, record, type Recording } from "../../plan/record";
import { Network, program } from "./fixture";

const stack = { project: "fixture", stack: "dev" } as const;

describe("a recording", () => {
    let preview: Recording;
    let update: Recording;

    before(async () => {
        preview = await record(program, { ...stack, mode: "preview" });
        update = await record(program, { ...stack, mode: "update" });
    });

    it("holds every resource but the stack itself, under the URN that the engine would give it", () => {
        assert.equal(preview.graph.resources.length, 16);
        const bucket = preview.graph.the("aws:s3/bucket:Bucket");
        assert.equal(
            bucket.urn,
            "urn:pulumi:dev::fixture::fixture:aws:Store$fixture:aws:Inner$aws:s3/bucket:Bucket::store-bucket",
        );
        assert.equal(bucket.parent, "urn:pulumi:dev::fixture::fixture:aws:Store$fixture:aws:Inner::store-inner");
        assert.deepEqual(
            preview.graph.resources.map((resource) => resource.urn),
            update.graph.resources.map((resource) => resource.urn),
        );
    });

    it("holds the options that Pulumi's mocks do not show", () => {
        const bucket = preview.graph.the("aws:s3/bucket:Bucket");
        assert.equal(bucket.protect, true);
        assert.equal(bucket.retainOnDelete, true);
        assert.equal(bucket.deleteBeforeReplace, true);
        assert.ok(
            bucket.aliases.some((alias) => alias.startsWith("name=old-bucket")),
            bucket.aliases.join("; "),
        );
        const cluster = preview.graph.the("aws:eks/cluster:Cluster");
        assert.deepEqual(cluster.ignoreChanges, ["version"]);
        assert.equal(cluster.customTimeouts?.create, "30m");
        assert.equal(cluster.protect, false);
        assert.equal(cluster.deleteBeforeReplace, undefined);
        const version = preview.graph.the("aws:secretsmanager/secretVersion:SecretVersion", "store-secret");
        assert.equal(version.deletedWith, preview.graph.the("aws:secretsmanager/secret:Secret").urn);
    });

    it("names the provider that each resource uses, inherited ones included", () => {
        const provider = preview.graph.the("pulumi:providers:aws").urn;
        for (const type of ["aws:ec2/subnet:Subnet", "aws:s3/bucket:Bucket", "aws:eks/cluster:Cluster"])
            for (const resource of preview.graph.ofType(type)) assert.equal(resource.provider, provider, resource.urn);
        assert.equal(preview.graph.the("random:index/randomPassword:RandomPassword").provider, undefined);
    });

    it("tells dependencies through properties from those that dependsOn adds", () => {
        const cluster = preview.graph.the("aws:eks/cluster:Cluster");
        const subnets = preview.graph.ofType("aws:ec2/subnet:Subnet").map((subnet) => subnet.urn);
        assert.deepEqual(cluster.propertyDependencies, { vpcConfig: subnets });
        const bucket = preview.graph.the("aws:s3/bucket:Bucket");
        assert.deepEqual(bucket.propertyDependencies, {});
        assert.deepEqual(bucket.dependencies, [...subnets, preview.graph.the("aws:ec2/vpc:Vpc").urn].sort());
    });

    it("knows which components registered their outputs, be they none", () => {
        const forgotten = preview.graph.resources
            .filter((resource) => !resource.outputsRegistered)
            .map((resource) => resource.name);
        assert.deepEqual(forgotten, ["store-inner"]);
    });

    it("leaves unknown in preview what only AWS can say, and only that", () => {
        const subnet = preview.graph.the("aws:ec2/subnet:Subnet", "network-a");
        assert.equal(subnet.inputs.vpcId, UNKNOWN);
        assert.equal(subnet.inputs.cidrBlock, "10.0.0.0/24");
        assert.deepEqual(preview.graph.the("aws:eks/cluster:Cluster").inputs.vpcConfig, {
            endpointPrivateAccess: true,
            subnetIds: [UNKNOWN, UNKNOWN],
        });
        assert.equal(preview.outputs.endpoint, UNKNOWN);
        assert.equal(preview.outputs.bucket, "fixture-bucket");
    });

    it("knows everything in update mode, in the region and account of the provider", () => {
        assert.equal(JSON.stringify(update).includes("[unknown]"), false);
        assert.match(String(update.graph.the("aws:ec2/subnet:Subnet", "network-a").inputs.vpcId), /^vpc-[0-9a-f]{17}$/);
        assert.match(
            String(update.outputs.endpoint),
            /^https:\/\/[0-9A-F]{32}\.gr7\.eu-central-1\.eks\.amazonaws\.com$/,
        );
        const version = update.graph.the("aws:secretsmanager/secretVersion:SecretVersion", "store-secret");
        assert.match(
            String(version.inputs.secretId),
            /^arn:aws:secretsmanager:eu-central-1:111122223333:secret:fixture\/password-/,
        );
    });

    it("keeps a generated password secret on its whole way, and prints it nowhere", () => {
        const { outputs, graph } = update;
        assert.ok(outputs.password instanceof Secret);
        const version = graph.the("aws:secretsmanager/secretVersion:SecretVersion", "store-secret");
        assert.ok(version.inputs.secretString instanceof Secret);
        const password = String(version.inputs.secretString.reveal());
        assert.match(password, /^[A-Za-z0-9]{32}$/);
        assert.equal(password, outputs.password.reveal());
        for (const printed of [
            JSON.stringify(update),
            util.inspect(update, { depth: 20, showHidden: true }),
            String(outputs.password),
        ])
            assert.equal(printed.includes(password), false);
    });

    it("keeps secret what was built from a secret", () => {
        const version = update.graph.the("aws:secretsmanager/secretVersion:SecretVersion", "store-people");
        assert.ok(version.inputs.secretString instanceof Secret);
        assert.match(String(version.inputs.secretString.reveal()), /"key":"from-a-person"/);
        assert.equal(JSON.stringify(update).includes("from-a-person"), false);
    });

    it("is the same without the shortcuts that make it fast", async () => {
        for (const [mode, recording] of [
            ["preview", preview],
            ["update", update],
        ] as const) {
            const slow = await record(program, { ...stack, mode, unchangedSdk: true });
            assert.equal(JSON.stringify(slow), JSON.stringify(recording));
        }
    });

    it("is the same, byte by byte, on the next run", async () => {
        assert.equal(JSON.stringify(await record(program, { ...stack, mode: "update" })), JSON.stringify(update));
        assert.equal(JSON.stringify(await record(program, { ...stack, mode: "preview" })), JSON.stringify(preview));
    });
});

describe("many recordings in one process", () => {
    it("do not see each other, even when they are started together", async () => {
        const names = ["dev", "prod", "staging"];
        const seen = await Promise.all(
            names.map((name) =>
                record(() => ({ stack: pulumi.getStack(), subnets: new Network(name).subnetIds }), {
                    project: "fixture",
                    stack: name,
                    mode: "preview",
                }),
            ),
        );
        assert.deepEqual(
            seen.map((recording) => recording.outputs.stack),
            names,
        );
        assert.deepEqual(
            seen.map((recording) => recording.graph.resources.length),
            [4, 4, 4],
        );
    });

    it("go on after one of them failed", async () => {
        await assert.rejects(
            record(
                () => {
                    throw new Error("no");
                },
                { ...stack, mode: "preview" },
            ),
            ProgramError,
        );
        assert.equal((await record(program, { ...stack, mode: "preview" })).graph.resources.length, 16);
    });
});

describe("a program that cannot be recorded", () => {
    const problemsOf = async (broken: () => unknown, timeoutSeconds?: number): Promise<readonly string[]> => {
        const failure: unknown = await record(broken, { ...stack, mode: "update", timeoutSeconds }).then(
            () => undefined,
            (error: unknown) => error,
        );
        assert.ok(failure instanceof ProgramError, String(failure));
        return failure.problems;
    };

    it("reports what the program throws, once", async () => {
        assert.deepEqual(
            await problemsOf(() => {
                throw new Error("the program is wrong");
            }),
            ["the program is wrong"],
        );
        assert.deepEqual(await problemsOf(() => Promise.reject(new Error("later"))), ["later"]);
    });

    it("reports what is thrown inside an apply, although nobody waits for it", async () => {
        const problems = await problemsOf(() => {
            const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
            const subnet = vpc.id.apply((): string => {
                throw new Error("thrown in an apply");
            });
            new aws.ec2.Subnet("subnet", { vpcId: subnet });
            new Network("after", { dependsOn: [vpc] });
        });
        assert.equal(problems.length, 1);
        assert.match(problems[0] ?? "", /thrown in an apply/);
    });

    it("keeps the stack of what the program throws, in TypeScript", async () => {
        const failure: unknown = await record(
            () => {
                throw new Error("find me");
            },
            { ...stack, mode: "preview" },
        ).catch((error: unknown) => error);
        assert.ok(failure instanceof ProgramError && failure.cause instanceof Error);
        assert.match(failure.cause.stack ?? "", /test\/plan\/record\.test\.ts:\d+/);
    });

    it("reports a missing required argument", async () => {
        const args = {} as aws.ec2.SubnetArgs;
        assert.match(
            (await problemsOf(() => new aws.ec2.Subnet("subnet", args))).join(),
            /Missing required property 'vpcId'/,
        );
    });

    it("names every resource that is registered twice", async () => {
        const problems = await problemsOf(() => {
            for (const name of ["one", "one", "two", "two"]) new aws.s3.Bucket(name, {});
        });
        assert.equal(problems.length, 2);
        assert.match(problems[0] ?? "", /aws:s3\/bucket:Bucket::one is registered twice/);
    });

    it("refuses look-ups, because a plan has no credentials", async () => {
        assert.match(
            (await problemsOf(async () => ({ id: (await aws.ec2.getVpc({ default: true })).id }))).join(),
            /getVpc.*nothing is looked up/,
        );
    });

    it("does not wait forever for a program that waits for itself", async () => {
        assert.match(
            (await problemsOf(() => new Promise(() => undefined), 0.05)).join(),
            /did nothing for 0.05 s and has not ended/,
        );
    });

    it("waits for one that is only slow, as long as it goes on", async () => {
        const slow = async () => {
            for (let step = 0; step < 12; step++) {
                new aws.s3.Bucket(`bucket-${step}`, {});
                await new Promise((resolve) => setTimeout(resolve, 60));
            }
        };
        const { graph } = await record(slow, { project: "p", stack: "s", mode: "preview", timeoutSeconds: 0.4 });
        assert.equal(graph.ofType("aws:s3/bucket:Bucket").length, 12);
    });

    it("gives the process its own listeners for rejections back", async () => {
        const before = process.listeners("unhandledRejection");
        await problemsOf(() => {
            throw new Error("no");
        });
        assert.deepEqual(process.listeners("unhandledRejection"), before);
    });
});

describe("the recording monitor", () => {
    it("refuses an SDK whose monitor lost a method, instead of recording nothing", () => {
        const method = (): void => undefined;
        const methods = {
            registerResource: method,
            registerResourceOutputs: method,
            readResource: method,
            invoke: method,
            supportsFeature: method,
        };
        assert.throws(() => {
            attachTo({ ...methods, registerResource: undefined, registerResourceV2: method }, methods);
        }, /mock monitor has no registerResource:/);
        assert.throws(() => {
            attachTo(undefined, methods);
        }, /mock monitor has no registerResource, registerResourceOutputs/);
        attachTo({ ...methods }, methods);
    });

    it("is the monitor that the SDK talks to", async () => {
        const { graph } = await record(() => new pulumi.ComponentResource("fixture:aws:Only", "only"), {
            ...stack,
            mode: "preview",
        });
        assert.ok(graph instanceof Graph);
        assert.deepEqual(graph.types(), ["fixture:aws:Only"]);
    });
});
