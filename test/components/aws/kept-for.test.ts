import * as assert from "node:assert/strict";
import { evaluate } from "../../../policy/evaluate";
import { changed, COMPLETE, recordStack, refused, TODAY } from "../../support/recordings";

const OUTSIDE =
    /^aws:(secretsmanager|rds|elasticache|efs|s3|backup|kms)\/|^random:index\/randomPassword:RandomPassword$/;
/** What serves the load balancer or pods, and who may read what; no data is in it. */
const NO_DATA = /Policy$|policy|Policy/;
const ALL = ["akosha", "memstack", "myriad", "myriadPython", "simpleCli"];

const systemsOff = (off: readonly string[]): object => Object.fromEntries(off.map((key) => [key, { enabled: false }]));

async function stored(settings: object): Promise<ReadonlyMap<string, string>> {
    const { graph } = await recordStack(changed(COMPLETE, { data: "keep", ...settings }), "preview");
    return new Map(
        graph.resources
            .filter(({ type }) => OUTSIDE.test(type) && !NO_DATA.test(type))
            .map(({ urn, name, protect }) => [urn, `${name}${protect ? ", protected" : ""}`]),
    );
}

describe("stores.keptFor", () => {
    let everything: ReadonlyMap<string, string>;
    before(async () => {
        everything = await stored({});
    });

    for (const system of ALL)
        it(`leaves every store and secret of ${system} as it was, protected as it was`, async () => {
            const kept = await stored({ stores: { keptFor: [system] }, systems: systemsOff([system]) });
            assert.deepEqual(
                [...everything].filter(([urn, what]) => kept.get(urn) !== what),
                [],
            );
        });

    it("is what they stay by: without it they go", async () => {
        const gone = await stored({ systems: systemsOff(["memstack"]) });
        assert.ok([...everything.keys()].some((urn) => !gone.has(urn)));
    });

    it("leaves the stores, the vault and the keys of every system when none runs any more, and no pod of theirs", async () => {
        const off = changed(COMPLETE, { data: "keep", stores: { keptFor: ALL }, systems: systemsOff(ALL) });
        const { graph } = await recordStack(off, "preview");
        for (const type of ["aws:rds/instance:Instance", "aws:backup/vault:Vault", "aws:efs/fileSystem:FileSystem"])
            assert.equal(graph.ofType(type).length, 1, type);
        assert.equal(graph.ofType("aws:elasticache/replicationGroup:ReplicationGroup").length, 2);
        assert.deepEqual(graph.ofType("kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet"), []);
    });

    it("breaks no rule of policy while a system is off", async () => {
        const stack = changed(COMPLETE, {
            data: "keep",
            stores: { keptFor: ["akosha", "memstack"] },
            systems: systemsOff(["akosha", "memstack"]),
        });
        const { graph } = await recordStack(stack, "update");
        assert.deepEqual(evaluate(graph, stack.environment, { today: TODAY }).findings, []);
    });

    it("is idle where every system that it names is enabled, and refuses what is no system", () => {
        const { idle } = changed(COMPLETE, { stores: { keptFor: ["memstack"] } }).environment;
        assert.deepEqual(
            idle.filter((note) => note.includes("keptFor")),
            ["stores.keptFor changes nothing: every system that it names is enabled"],
        );
        const [problem] = refused(COMPLETE, { stores: { keptFor: ["memstak"] } });
        assert.match(`${problem?.path ?? ""} ${problem?.rule ?? ""}`, /^stores\.keptFor.* is not a system/);
    });
});
