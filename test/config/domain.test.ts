/** A domain whose zone is elsewhere: a certificate that is there, no records here, and what a person has to do. */
import assert from "node:assert/strict";
import { notesOf } from "../../plan/notes";
import { evaluate } from "../../policy/evaluate";
import { rolesOf } from "../../rehearsal/account/roles";
import { changed, changedGraph, COMPLETE, recordStack, refused, TODAY } from "../support/recordings";

const ID = "certificate/0a1b2c3d-0000-4000-8000-000000000000";
const ARN = `arn:aws:acm:us-east-1:000000000000:${ID}`;

describe("a domain whose zone is elsewhere", () => {
    const ELSEWHERE = { domain: { zoneId: undefined, certificateArn: ARN } };
    const elsewhere = () => changed(COMPLETE, ELSEWHERE);

    it("has load balancers with the given certificate, and makes neither a certificate nor a record", async () => {
        const graph = await changedGraph(COMPLETE, ELSEWHERE);
        assert.deepEqual(
            graph.ofType(
                "aws:acm/certificate:Certificate",
                "aws:acm/certificateValidation:CertificateValidation",
                "aws:route53/record:Record",
            ),
            [],
        );
        const ingresses = graph.ofType("kubernetes:networking.k8s.io/v1:Ingress");
        assert.ok(ingresses.length >= 3);
        for (const { inputs, name } of ingresses) {
            const { annotations } = inputs.metadata as { annotations: Readonly<Record<string, string>> };
            assert.equal(annotations["alb.ingress.kubernetes.io/certificate-arn"], ARN, name);
        }
    });

    it("is told which records to make by hand, one for each name that is published", async () => {
        const { environment } = elsewhere();
        const note = notesOf(environment).filter((line) => line.startsWith("domain: "));
        assert.equal(note.length, 1);
        const graph = await changedGraph(COMPLETE, ELSEWHERE);
        const hosts = graph
            .ofType("kubernetes:networking.k8s.io/v1:Ingress")
            .flatMap(({ inputs }) => (inputs.spec as { rules: readonly { host: string }[] }).rules)
            .map(({ host }) => host);
        assert.deepEqual((note[0] ?? "").split(": ").at(-1)?.split(", ").sort(), hosts.sort());
        assert.deepEqual(evaluate(graph, environment, { today: TODAY }).findings, []);
    });

    it("gives the deploy role no zone", () => {
        const { environment, secrets } = elsewhere();
        assert.doesNotMatch(JSON.stringify(rolesOf(environment, secrets)), /hostedzone\/Z/);
    });

    it("still has its records where the zone is here and only the certificate is another's", async () => {
        const stack = changed(COMPLETE, { domain: { certificateArn: ARN } });
        const { graph } = await recordStack(stack, "update");
        assert.deepEqual(graph.ofType("aws:acm/certificate:Certificate"), []);
        assert.ok(graph.ofType("aws:route53/record:Record").length >= 3);
        assert.deepEqual(
            notesOf(stack.environment).filter((line) => line.startsWith("domain: ")),
            [],
        );
    });

    it("is refused with a certificate of another partition, region or account, which no load balancer here takes", () => {
        for (const [arn, rule] of [
            [`arn:aws-us-gov:acm:us-east-1:000000000000:${ID}`, /of the partition aws-us-gov/],
            [
                `arn:aws:acm:eu-west-1:000000000000:${ID}`,
                /of the region eu-west-1, and the load balancer, in us-east-1/,
            ],
            [`arn:aws:acm:us-east-1:111122223333:${ID}`, /of the account 111122223333/],
        ] as const) {
            const [problem, ...more] = refused(COMPLETE, { domain: { certificateArn: arn } });
            assert.equal(problem?.path, "domain.certificateArn");
            assert.match(problem.rule, rule);
            assert.deepEqual(more, []);
        }
    });
});
