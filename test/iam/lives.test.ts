import assert from "node:assert/strict";
import { decide, type Principal, type Request } from "../../iam/evaluate";
import { actionMatches } from "../../iam/match";
import { principalOf, refusals, rolesOf } from "../../rehearsal/account/roles";
import type { Recording } from "../../plan/record";
import {
    changed,
    COMPLETE,
    FOREIGN,
    recordingOf,
    recordStack,
    stackFrom,
    STACK_FILES,
    type Stack,
} from "../support/recordings";
import { lifeOf, type Life } from "./life";
import { eachActionRemoved } from "./removed";

/** Together they hold every type that there is; lives.check.ts takes the other test environments. */
const FILES = [...STACK_FILES, COMPLETE, FOREIGN, "test/environments/economy.yaml"];

const NEVER: ReadonlySet<string> = new Set(["iam:DeleteRolePermissionsBoundary"]);

/** What no file has: a name of AWS in a private zone of its own, and a key of others. */
const VARIANTS: Readonly<Record<string, () => Stack>> = {
    "interface endpoints and a brought key": () =>
        changed(COMPLETE, { network: { interfaceEndpoints: ["sts"] }, existing: { kmsKeyArn: KEY } }),
};
const KEY = "arn:aws:kms:us-east-1:000000000000:key/12345678-1234-1234-1234-123456789012";

interface Lived {
    readonly life: Life;
    readonly deploy: Principal;
    readonly preview: Principal;
}

async function lived(stack: Stack, recording: Promise<Recording>): Promise<Lived> {
    const roles = rolesOf(stack.environment, stack.secrets);
    const life = lifeOf((await recording).graph, stack.environment, roles);
    return { life, deploy: principalOf(roles.deploy), preview: principalOf(roles.preview) };
}

describe("a whole life of every environment", () => {
    const lives = new Map<string, Lived>();
    before(async function () {
        this.timeout(600_000);
        for (const file of FILES) lives.set(file, await lived(stackFrom(file), recordingOf(file, "update")));
        for (const [name, make] of Object.entries(VARIANTS)) {
            const stack = make();
            lives.set(name, await lived(stack, recordStack(stack, "update")));
        }
    });

    it("is allowed to the deploy role of its stack", () => {
        for (const [file, { life, deploy }] of lives) {
            assert.ok(life.deploy.length > 100, file);
            const never = life.deploy.filter(({ action }) => NEVER.has(action));
            assert.deepEqual(
                refusals(
                    deploy,
                    life.deploy.filter(({ action }) => !NEVER.has(action)),
                ),
                [],
                file,
            );
            // Takes the boundary off a role: asked when a stack file drops it, and meant to fail.
            assert.equal(refusals(deploy, never).length, never.length, file);
        }
    });

    it("is read by the preview role of its stack", () => {
        for (const [file, { life, preview }] of lives) assert.deepEqual(refusals(preview, life.preview), [], file);
    });

    it("needs every action that the roles are allowed", () => {
        for (const role of ["deploy", "preview"] as const) {
            const needed = new Set<string>();
            const all = new Set<string>();
            for (const { life, ...roles } of lives.values())
                for (const { what, without, action } of withoutOne(roles[role])) {
                    all.add(what);
                    if (!needed.has(what) && misses(without, life[role], action)) needed.add(what);
                }
            assert.ok(all.size > 50, role);
            const idle = [...all].filter((what) => !needed.has(what));
            const kept = idle.filter((what) => role === "deploy" && TWICE.test(what));
            assert.deepEqual(
                idle.filter((what) => !kept.includes(what)),
                [],
                role,
            );
            assert.equal(kept.length > 0, role === "deploy", "a reason that nothing needs any more");
        }
    });

    it("makes nothing that belongs to the account", async () => {
        const singletons =
            /^aws:(ecr|ecrpublic|organizations|account)\/|:(AccountPublicAccessBlock|EncryptionByDefault|DefaultKmsKey|OpenIdConnectProvider|AccountPasswordPolicy|AccountAlias|SerialConsoleAccess|ImageBlockPublicAccess|SnapshotBlockPublicAccess|InstanceMetadataDefaults|RegistryPolicy|AccessKey)$|^aws:iam\/user/;
        for (const file of FILES) {
            const { graph } = await recordingOf(file, "update");
            assert.deepEqual(
                graph.resources.filter(({ type }) => singletons.test(type)).map(({ urn }) => urn),
                [],
            );
        }
    });

    it("puts every role inside the boundary that the stack file names", async () => {
        const boundary = "arn:aws:iam::000000000000:policy/mindcloud-boundary-golden";
        const stack = changed("test/environments/simple-cli.yaml", { deployment: { permissionsBoundary: boundary } });
        const roles = (await recordStack(stack, "update")).graph.ofType("aws:iam/role:Role");
        assert.ok(roles.length >= 5);
        for (const { name, inputs } of roles) assert.equal(inputs.permissionsBoundary, boundary, name);
    });
});

/**
 * What preview and refresh read by `Lists.Look` and the deploy role could read under its own names as well: services answer such questions
 * for a list too (rds:DescribeDBInstances without a name is asked on db:*), which the names would not cover.
 */
const TWICE =
    /^(backup|budgets|cloudwatch|eks|elasticache|kms|logs|rds|sns):(Describe|Get|List|View).* of mindcloud-account-look, statement 1$/;

const variants = new WeakMap<Principal, readonly { what: string; action: string; without: Principal }[]>();

function withoutOne(caller: Principal): readonly { what: string; action: string; without: Principal }[] {
    const found =
        variants.get(caller) ??
        caller.policies.flatMap((policy, index) =>
            eachActionRemoved(policy).map(({ what, action, policy: less }) => ({
                ...{ what, action },
                without: { ...caller, policies: caller.policies.map((each, at) => (at === index ? less : each)) },
            })),
        );
    variants.set(caller, found);
    return found;
}

function misses(without: Principal, asked: readonly Request[], removed: string): boolean {
    return asked.some(
        (request) =>
            !NEVER.has(request.action) && actionMatches(removed, request.action) && !decide(without, request).allowed,
    );
}
