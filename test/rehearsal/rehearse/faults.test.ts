import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Graph } from "../../../plan/graph";
import { secretOnTheWire } from "../../../plan/values";
import type { CloudObject } from "../../../rehearsal/cloud/store";
import { nextBatch, typesToFail } from "../../../rehearsal/rehearse/batches";
import { inClear, secretsIn } from "../../../rehearsal/rehearse/checks/canaries";
import { converged, metFaults } from "../../../rehearsal/rehearse/checks/converged";
import { resource } from "../../support/resource";

const BUCKET = "aws:s3/bucket:Bucket";
const urn = (name: string): string => `urn:pulumi:dev::mindcloud::${BUCKET}::${name}`;
const object = (name: string, id = name): CloudObject => ({
    type: BUCKET,
    id,
    name,
    serial: 1,
    inputs: {},
    outputs: {},
});
const known = (name: string, id = name) => ({ urn: urn(name), type: BUCKET, custom: true, id });

describe("what is there after faults", () => {
    it("has converged when each object is there once, known, and nothing is open", () => {
        assert.deepEqual(converged({ resources: [known("cold")], pending: [] }, [object("cold")]), []);
    });

    it("has not with an orphan, a duplicate, an open operation, or a resource whose object is gone", () => {
        const state = { resources: [known("cold")], pending: [] };
        assert.match(
            converged(state, [object("cold"), object("other")]).join(),
            /other \(s3 Bucket\) other exists, and the state does not know it/,
        );
        assert.match(
            converged(state, [object("cold"), object("cold", "cold-2")]).join(),
            /cold \(s3 Bucket\) exists 2 times/,
        );
        assert.match(
            converged({ ...state, pending: [{ type: "creating", resource: known("cold") }] }, [object("cold")]).join(),
            /cold: still creating/,
        );
        assert.match(converged(state, []).join(), /cold \(s3 Bucket\) is in the state, and does not exist/);
    });

    it("falls short when nothing failed, when something else failed, and when what was to fail is there", () => {
        const none = { resources: [] };
        assert.deepEqual(metFaults([urn("cold")], [urn("cold")], none), []);
        assert.match(metFaults([urn("cold")], [], none).join(), /nothing failed/);
        assert.match(
            metFaults([urn("cold")], [urn("cold"), urn("warm")], none).join(),
            /warm: failed, and nobody asked/,
        );
        assert.match(metFaults([urn("cold")], [urn("warm")], { resources: [known("cold")] }).join(), /cold: was made/);
    });
});

describe("what fails in one run", () => {
    const vpc = resource("vpc", [], { type: "aws:ec2/vpc:Vpc" });
    const subnet = resource("subnet", ["vpc"], { type: "aws:ec2/subnet:Subnet" });
    const bucket = resource("bucket", [], { type: BUCKET });
    const graph = new Graph([vpc, subnet, bucket]);
    const names = (types: ReadonlySet<string>, there: readonly string[]): readonly string[] =>
        nextBatch(graph, types, new Set(there))
            .map(({ name }) => name)
            .sort();

    it("is one of each type that nothing else of the run holds back", () => {
        const types = typesToFail(graph);
        assert.deepEqual([...types].sort(), ["aws:ec2/subnet:Subnet", "aws:ec2/vpc:Vpc", BUCKET]);
        assert.deepEqual(names(types, []), ["bucket", "vpc"]);
        assert.deepEqual(names(new Set([subnet.type]), [vpc.urn, bucket.urn]), ["subnet"]);
    });

    it("is never what is there already; a type of which everything is there is an error", () => {
        assert.throws(() => names(new Set([BUCKET]), [bucket.urn]), /nothing of these types is left to fail: aws:s3/);
    });
});

describe("the search for secrets", () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "canaries-"));
    after(() => {
        fs.rmSync(directory, { recursive: true });
    });
    const password = ["correct", "horse", "battery"].join('"');
    const document = JSON.stringify({ username: "memstack-user", password });
    const secrets = secretsIn([
        { ...object("s"), inputs: { deep: [{ value: secretOnTheWire(document) }], plain: "not a secret at all" } },
    ]);

    it("knows what is marked secret, and the password inside a JSON document, but no user name", () => {
        assert.deepEqual([...secrets].sort(), [document, password].sort());
    });

    it("takes nothing for a secret only because it stands in a Secret of Kubernetes, where documents keep a bucket's name", () => {
        const plain = { ...object("s"), inputs: { stringData: secretOnTheWire({ bucket: "a-bucket-name" }) } };
        assert.deepEqual(secretsIn([{ ...plain, type: "kubernetes:core/v1:Secret" }]), []);
        assert.deepEqual(secretsIn([plain]), ["a-bucket-name"]);
    });

    it("finds one in any file, in the way JSON writes it too, and tells only the file's name", () => {
        fs.mkdirSync(path.join(directory, "state"));
        fs.writeFileSync(path.join(directory, "state", "dev.json"), JSON.stringify({ fine: true }));
        assert.deepEqual(inClear(directory, secrets), []);
        fs.writeFileSync(path.join(directory, "state", "log"), JSON.stringify({ leak: `x${password}x` }));
        const [finding = ""] = inClear(directory, secrets);
        assert.equal(finding, `${path.join("state", "log")} holds 1 secrets in clear`);
    });

    it("does not take a search for nothing for one without a hit", () => {
        assert.deepEqual(inClear(directory, []), ["there is no secret to look for"]);
    });
});
