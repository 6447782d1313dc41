import assert from "node:assert/strict";
import { secretOnTheWire } from "../../plan/values";
import type { Remainder } from "../../rehearsal/cloud/store";
import { keptLines } from "../../rehearsal/commands/down";
import type { Event } from "../../rehearsal/engine/engine";
import { Progress } from "../../rehearsal/view/progress";
import { Screen } from "../../rehearsal/view/screen";
import { groupsOf, kindOf, outputLines, tree } from "../../rehearsal/view/text";

const STACK_URN = "urn:pulumi:dev::toy::pulumi:pulumi:Stack::toy-dev";

function urnOf(type: string, name: string): string {
    return `urn:pulumi:dev::toy::${type}::${name}`;
}

function event(
    kind: "resourcePreEvent" | "resOutputsEvent" | "resOpFailedEvent",
    op: string,
    type: string,
    name: string,
    parent = STACK_URN,
): Event {
    const metadata = {
        op,
        type,
        urn: urnOf(type, name),
        provider: "",
        new: { type, urn: urnOf(type, name), id: "", parent, inputs: {}, outputs: {}, provider: "" },
    };
    return { sequence: 0, timestamp: 0, [kind]: { metadata } };
}

function running(count: number): Progress {
    const progress = new Progress();
    progress.take(event("resourcePreEvent", "create", "mindcloud:aws:Network", "network"), 0);
    for (let index = 0; index < count; index++)
        progress.take(
            event(
                "resourcePreEvent",
                "create",
                "aws:ec2/subnet:Subnet",
                `network-${String(index)}`,
                urnOf("mindcloud:aws:Network", "network"),
            ),
            index,
        );
    return progress;
}

describe("rehearsal: the live tree", () => {
    it("groups by outermost component and counts against what the program registers", () => {
        const progress = running(2);
        progress.expected = new Map([["network", 5]]);
        progress.take(
            event(
                "resOutputsEvent",
                "create",
                "aws:ec2/subnet:Subnet",
                "network-0",
                urnOf("mindcloud:aws:Network", "network"),
            ),
            1500,
        );
        const [group] = groupsOf(progress);
        assert.deepEqual([group?.name, group?.done, group?.total], ["network", 1, 5]);
        const lines = tree(progress, 0, 2000, 10, 100);
        assert.match(lines[0] ?? "", /^ +2\.0 s {2}#{4}\.{16} 1 of 5 {2}waiting for network-1 \(ec2 Subnet\) 2\.0 s$/);
        assert.ok(lines.includes("    create network-1 (ec2 Subnet) 2.0 s"));
    });

    it("keeps a component together when its children go before it, as they do in a destroy", () => {
        const progress = new Progress();
        const [vpc, inner] = [urnOf("aws:ec2/vpc:Vpc", "network-vpc"), urnOf("mindcloud:aws:Inner", "network-inner")];
        progress.groups = new Map([
            [vpc, "network"],
            [inner, "network"],
        ]);
        progress.take(event("resourcePreEvent", "delete", "aws:ec2/vpc:Vpc", "network-vpc", inner), 0);
        assert.deepEqual(
            groupsOf(progress).map(({ name }) => name),
            ["network"],
        );
    });

    it("stays within the terminal, however much is under way", () => {
        const lines = tree(running(500), 0, 2000, 12, 60);
        assert.equal(lines.length, 12);
        assert.ok(lines.every((line) => line.length <= 60));
        assert.match(lines.at(-1) ?? "", /and \d+ more lines/);
    });

    it("shows neither the stack nor providers: nobody waits for them", () => {
        const progress = new Progress();
        progress.take(event("resourcePreEvent", "create", "pulumi:providers:aws", "default_7"), 0);
        assert.deepEqual(progress.steps(), []);
    });

    it("tells the problem once, without the engine's words around it", () => {
        const progress = new Progress();
        const say = (message: string): void => {
            progress.take(
                {
                    sequence: 0,
                    timestamp: 0,
                    diagnosticEvent: { message, severity: "error", color: "", urn: urnOf("t", "a") },
                },
                0,
            );
        };
        say("sdk-v1/provider.go:1: rpc error: cannot create a (t): Code: it is wrong. To fix: mend it.\n");
        say("cannot create a (t): Code: it is wrong. To fix: mend it.");
        say("update failed");
        assert.deepEqual(
            progress.problems().map(({ message }) => message),
            ["cannot create a (t): Code: it is wrong. To fix: mend it."],
        );
    });
});

describe("rehearsal: a run in a log", () => {
    it("is plain lines without colour or cursor movements, one for each component that changed", () => {
        let text = "";
        const screen = new Screen({ write: (part) => (text += part) });
        const network = urnOf("mindcloud:aws:Network", "network");
        for (const kind of ["resourcePreEvent", "resOutputsEvent"] as const) {
            screen.onEvent(event(kind, "create", "mindcloud:aws:Network", "network"));
            screen.onEvent(event(kind, "create", "aws:ec2/vpc:Vpc", "network-vpc", network));
            screen.onEvent(event(kind, "same", "aws:kms/key:Key", "key"));
        }
        screen.close();
        assert.match(text, /^ +\d+\.\d s {2}network +2 resources\n$/);
        assert.ok(!text.includes("\u001b"));
    });

    it("is redrawn in place on a terminal, and leaves nothing of it behind", () => {
        let text = "";
        const screen = new Screen({ isTTY: true, columns: 80, rows: 24, write: (part) => (text += part) });
        screen.onEvent(event("resourcePreEvent", "create", "aws:kms/key:Key", "key"));
        return new Promise<void>((resolve) => {
            setTimeout(() => {
                screen.close();
                assert.match(text, /create|waiting for key/);
                assert.ok(text.endsWith("\u001b[0J"), "the live part is wiped");
                resolve();
            }, 300);
        });
    });
});

describe("rehearsal: words", () => {
    it("says in one line what AWS keeps of a kind", () => {
        const key = (name: string): Remainder => ({
            type: "aws:kms/key:Key",
            key: `id-${name}`,
            name,
            because: "pending deletion for 7 days",
            blocksName: false,
        });
        assert.deepEqual(keptLines([key("keys-logs")]), [
            "  AWS keeps  keys-logs (kms Key) id-keys-logs: pending deletion for 7 days",
        ]);
        assert.deepEqual(keptLines([key("b"), key("a"), key("a")]), [
            "  AWS keeps  3 (kms Key) of a, b: pending deletion for 7 days",
        ]);
    });

    it("names kinds as AWS and Kubernetes do", () => {
        assert.deepEqual(["aws:eks/nodeGroup:NodeGroup", "kubernetes:core/v1:Namespace"].map(kindOf), [
            "eks NodeGroup",
            "core Namespace",
        ]);
    });

    it("shows outputs in order, secrets never, long ones cut", () => {
        const lines = outputLines({
            zone: "z",
            kubeconfig: secretOnTheWire("hidden"),
            map: { inner: secretOnTheWire("hidden") },
            long: "x".repeat(500),
        });
        assert.deepEqual(lines.slice(0, 1), ["  kubeconfig  [secret]"]);
        assert.ok(!lines.join().includes("hidden"));
        assert.ok(lines.every((line) => line.length < 140));
        assert.equal(lines.at(-1), "  zone        z");
    });
});
