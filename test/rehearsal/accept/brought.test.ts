/** `make accept` where the zone, and perhaps the certificate, are somebody else's: both are looked for, and counted. */
import assert from "node:assert/strict";
import { isMap } from "../../../plan/values";
import { manifestsOf } from "../../../policy/kubernetes";
import { CHECKS } from "../../../rehearsal/accept/checks";
import { seenBeside } from "../../../rehearsal/accept/embedded";
import { expectedOf } from "../../../rehearsal/accept/expected";
import type { Expected, Json, Seen } from "../../../rehearsal/accept/facts";
import { Store } from "../../../rehearsal/cloud/store";
import { changed, COMPLETE, recordStack } from "../../support/recordings";

const ARN = "arn:aws:acm:us-east-1:000000000000:certificate/0a1b2c3d-0000-4000-8000-000000000000";
const NOW = new Date("2026-11-29T12:00:00Z");
const ADDRESS = { status: { loadBalancer: { ingress: [{ hostname: "k8s-1.elb.amazonaws.com" }] } } };

describe("acceptance of a domain that is somebody else's", () => {
    let expected: Expected;
    let ingresses: readonly Json[];
    before(async () => {
        const { graph } = await recordStack(
            changed(COMPLETE, { domain: { zoneId: undefined, certificateArn: ARN } }),
            "update",
        );
        expected = expectedOf(graph);
        ingresses = manifestsOf(graph)
            .of("Ingress")
            .map(({ inputs }) => ({ ...inputs, ...ADDRESS }));
    });

    /** What falls short of the two checks, with these Ingresses in the cluster. */
    async function short(there: readonly Json[]): Promise<Readonly<Record<string, readonly string[]>>> {
        const beside = await seenBeside(() => Promise.resolve(there), Store.of(), expected);
        const checks = CHECKS.filter(({ title }) => /^(certificates are issued|names are in DNS)$/.test(title));
        return Object.fromEntries(checks.map((check) => [check.title, check.short(expected, beside as Seen, NOW)]));
    }

    it("counts the certificate that was brought, and every name that needs a record by hand", async () => {
        assert.deepEqual(expected.certificates, []);
        assert.deepEqual(expected.broughtCertificates, [ARN]);
        assert.deepEqual(expected.hosts, []);
        assert.ok(
            expected.handHosts.length > 2 && expected.handHosts.every((host) => host.endsWith(".ai.example.com")),
        );
        assert.deepEqual(await short(ingresses), { "certificates are issued": [], "names are in DNS": [] });
    });

    it("falls short where no Ingress serves with the certificate, or has an address that a record could name", async () => {
        const bare = ingresses.map((one) => ({
            ...one,
            ...{ metadata: { ...(isMap(one.metadata) ? one.metadata : {}), annotations: {} }, status: {} },
        }));
        const fallen = await short(bare);
        assert.deepEqual(fallen["certificates are issued"], [`${ARN} is not there`]);
        assert.deepEqual(
            fallen["names are in DNS"],
            expected.handHosts.map((host) => `${host} has no address that a record by hand could name`),
        );
    });
});
