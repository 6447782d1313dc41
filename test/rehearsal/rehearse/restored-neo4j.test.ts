/** The drill of Neo4j runs what the manifest says, and finds fault with one that restores nothing. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { reveal } from "../../../rehearsal/engine/wire";
import { Store, type CloudObject } from "../../../rehearsal/cloud/store";
import type { Lab } from "../../../rehearsal/rehearse/lab";
import { neo4j } from "../../../rehearsal/rehearse/restored/neo4j";
import { changedGraph, COMPLETE, only } from "../../support/recordings";

const BACKUP = "memstack_backup_20261128_020000.tar.gz";

describe("rehearsal/rehearse/restored/neo4j", () => {
    async function objects(neo4jSettings: Readonly<Record<string, unknown>>): Promise<readonly CloudObject[]> {
        const settings = { systems: { memstack: { neo4j: neo4jSettings } } };
        const graph = await changedGraph(COMPLETE, only("memstack"), settings);
        return graph.resources
            .filter(({ type }) => type.startsWith("kubernetes:"))
            .map(({ type, urn, name, inputs }, serial) => ({
                ...{ type, id: urn, name, serial, outputs: {} },
                inputs: reveal(inputs) as CloudObject["inputs"],
            }));
    }
    async function found(there: readonly CloudObject[]): Promise<readonly string[]> {
        const root = fs.mkdtempSync(path.join(os.tmpdir(), "restored-neo4j-"));
        const lab = { paths: { root }, cloud: () => Store.of(...there) } as unknown as Lab;
        try {
            await neo4j.write(Store.of(), lab);
            return neo4j.found(lab);
        } finally {
            fs.rmSync(root, { recursive: true });
        }
    }

    it("finds the canary by the pod's own scripts, and misses it where nothing is restored or the scripts do nothing", async () => {
        const restoring = await objects({ restoreFrom: BACKUP });
        assert.deepEqual(await found(restoring), []);
        assert.match((await found(await objects({}))).join(), /no steps that restore/);
        const idle = restoring.map((each) =>
            each.type.endsWith(":ConfigMap")
                ? {
                      ...each,
                      inputs: JSON.parse(
                          JSON.stringify(each.inputs).replaceAll("neo4j-admin database load", "true"),
                      ) as CloudObject["inputs"],
                  }
                : each,
        );
        assert.deepEqual(await found(idle), ["the database does not hold what was written"]);
    });
});
