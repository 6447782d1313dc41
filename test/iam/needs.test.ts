import assert from "node:assert/strict";
import { callOf } from "../../iam/call";
import { decide, type Principal } from "../../iam/evaluate";
import { managedNames, managedPolicy } from "../../iam/managed";
import { NEEDS } from "../../iam/needs";
import { actionMatches } from "../../iam/match";
import { refusals } from "../../rehearsal/account/roles";
import {
    changed,
    COMPLETE,
    FOREIGN,
    recordingOf,
    recordStack,
    STACK_FILES,
    stackFrom,
    type Stack,
} from "../support/recordings";
import { madeRoles, type MadeRole } from "./made";
import { eachActionRemoved } from "./removed";

const FILES = [...STACK_FILES, COMPLETE, FOREIGN, "test/environments/economy.yaml"];

/** With a key, a bucket and a secret that others made. */
function withBrought(): Stack {
    const key = (digit: string): string =>
        `arn:aws:kms:us-east-1:000000000000:key/${digit.repeat(8)}-1234-1234-1234-123456789012`;
    const coldBucket = { name: "acme-cold", kmsKeyArn: key("2") };
    const existing = { kmsKeyArn: key("1"), coldBucket, secretKeyArns: [key("3")] };
    const { environment, secrets } = changed(COMPLETE, { existing });
    return { environment, secrets: { ...secrets, "llm.openai": { kind: "named", secretName: "acme/openai" } } };
}

describe("the roles that an environment makes", () => {
    const made: { readonly file: string; readonly role: MadeRole }[] = [];
    before(async function () {
        this.timeout(600_000);
        const look = async (file: string, stack: Stack, recording: ReturnType<typeof recordingOf>) => {
            const { graph } = await recording;
            for (const role of madeRoles(graph, stack.environment, stack.secrets)) made.push({ file, role });
        };
        for (const file of FILES) await look(file, stackFrom(file), recordingOf(file, "update"));
        const brought = withBrought();
        await look("what others made", brought, recordStack(brought, "update"));
    });

    it("have a row each that says what is asked with them, and no row is of a role that nobody makes", () => {
        const names = new Set(made.map(({ role }) => role.name));
        assert.ok(names.size >= 20);
        assert.deepEqual(
            [...names].filter((name) => !NEEDS.has(name)),
            [],
        );
        assert.deepEqual(
            [...NEEDS.keys()].filter((name) => !names.has(name)),
            [],
        );
    });

    it("may do what is asked with them, within the boundary of their environment", () => {
        for (const { file, role } of made)
            assert.deepEqual(refusals(role.principal, [...role.requests.values()].flat()), [], `${file} ${role.name}`);
    });

    it("are asked each call in some environment, against what AWS checks it against", () => {
        const unasked = [...NEEDS.values()].flatMap(({ role: name, calls }) =>
            calls.filter(
                (call) => !made.some(({ role }) => role.name === name && (role.requests.get(call) ?? []).length > 0),
            ),
        );
        assert.deepEqual(unasked, []);
        for (const { calls, role } of NEEDS.values())
            for (const call of calls) {
                const { action, targets, context } = callOf(call);
                for (const target of targets)
                    assert.ok(target !== "self" && action.resources.includes(target.type), `${role}: ${call}`);
                for (const key of Object.keys(context))
                    assert.ok(
                        action.keys.some(
                            (known) =>
                                known === key ||
                                (known.includes("${") && key.startsWith(known.slice(0, known.indexOf("${")))),
                        ) || OF_RESOURCES.test(key),
                        `${role}: ${action.name} does not know ${key}`,
                    );
            }
    });

    it("may do nothing by policies of ours that nobody asks, but for what has a reason", () => {
        const idle = new Set<string>();
        const needed = new Set<string>();
        for (const { role } of made)
            for (const { what, action, without } of lessOf(role)) {
                const key = `${role.name}: ${what}`;
                (missed(role, without, action) ? needed : idle).add(key);
            }
        const found = [...idle].filter((key) => !needed.has(key)).sort();
        const kept = [...NEEDS.values()].flatMap(({ role, kept = {} }) =>
            Object.keys(kept).map((what) => `${role}: ${what}`),
        );
        assert.deepEqual(found, kept.sort());
    });

    it("are bounded by nothing wider than what is asked with them: each action of the boundary is missed", () => {
        // By statement and action: what one environment brings, the boundary of another does not speak of.
        const bounded = made.flatMap(({ role }) =>
            (role.principal.boundary === undefined ? [] : eachActionRemoved(role.principal.boundary)).map((less) => ({
                ...{ role, less },
            })),
        );
        assert.ok(bounded.length > 0);
        const needed = new Set<string>();
        for (const { role, less } of bounded)
            if (!needed.has(less.what) && missed(role, { ...role.principal, boundary: less.policy }, less.action))
                needed.add(less.what);
        assert.deepEqual(
            [...new Set(bounded.map(({ less }) => less.what))].filter((what) => !needed.has(what)),
            [],
        );
    });

    it("carry policies of AWS by the ARN that AWS gives them, and each that is known here is carried", () => {
        const carried = new Set(
            made
                .flatMap(({ role }) => role.principal.policies.map(({ name }) => name))
                .filter((name) => name.startsWith("A")),
        );
        assert.deepEqual(
            [...carried].sort(),
            managedNames()
                .map((name) => name.replace(/^.*\//, ""))
                .sort(),
        );
    });

    it("carry them with the ARNs of the partition that they are in", () => {
        for (const name of managedNames()) {
            const text = JSON.stringify(managedPolicy(`arn:aws-cn:iam::aws:policy/${name}`));
            assert.ok(!text.includes('"arn:aws:'), name);
        }
        assert.match(
            JSON.stringify(managedPolicy("arn:aws-cn:iam::aws:policy/AmazonEBSCSIDriverPolicyV2")),
            /"arn:aws-cn:ec2:/,
        );
    });
});

/** Conditions on what an action is checked against: the reference has them with the type. */
const OF_RESOURCES = /^(aws|ec2):resourcetag\//;

function lessOf({ own, principal }: MadeRole): readonly { what: string; action: string; without: Principal }[] {
    return own.flatMap((policy) =>
        eachActionRemoved(policy).map(({ what, action, policy: less }) => ({
            ...{ what, action },
            without: { ...principal, policies: principal.policies.map((each) => (each === policy ? less : each)) },
        })),
    );
}

function missed({ requests }: MadeRole, without: Principal, removed: string): boolean {
    return [...requests.values()]
        .flat()
        .some((request) => actionMatches(removed, request.action) && !decide(without, request).allowed);
}
