import assert from "node:assert/strict";
import type { Policy } from "../../iam/policy";
import { guardsOf, pathBetween, personOf, STACKS, type Person } from "./reach";

const told = (path: ReturnType<typeof pathBetween>): string | undefined =>
    path === undefined ? undefined : `${path.target.kind}: ${path.steps.join("; ")}`;

describe("environments of one account", () => {
    for (const from of STACKS)
        for (const to of STACKS.filter((each) => each !== from))
            it(`${from} reaches nothing of ${to}`, () => {
                assert.equal(told(pathBetween(personOf(from), to)), undefined);
            });
});

describe("each guard between environments", () => {
    const dev = personOf("dev");
    const variants = [
        ...variantsOf(dev.deploy.policies, (policies) => ({ ...dev, deploy: { ...dev.deploy, policies } })),
        ...variantsOf(dev.preview.policies, (policies) => ({ ...dev, preview: { ...dev.preview, policies } })),
        ...variantsOf(dev.made.boundary === undefined ? [] : [dev.made.boundary], ([boundary]) => ({
            ...dev,
            made: { ...dev.made, boundary },
        })),
    ];

    it("is needed: without it there is a path", () => {
        assert.ok(variants.length > 40);
        const idle = variants.filter(
            ({ what, person }) => UNRELATED.every((each) => !each.test(what)) && !reaches(person),
        );
        assert.deepEqual(
            idle.map(({ what }) => what),
            [],
        );
    });
});

/** To any of the others: a tag or a name of one is as good as another's. */
const reaches = (person: Person): boolean => pathBetween(person, "prod") !== undefined;

/** What narrows something else than whose a resource is. */
const UNRELATED: readonly RegExp[] = [
    /^aws:requestedregion in/,
    /^iam:passedtoservice in/,
    /^iam:awsservicename in/,
    // Recovery points of others that carry no tag of ours.
    /^aws:resourcetag\/mindcloud:stack in unnamed, statement 3/,
    // Keeps people from making a key that they could not use afterwards.
    /^aws:requesttag\/mindcloud:stack in unnamed/,
];

function variantsOf(
    policies: readonly Policy[],
    person: (policies: readonly Policy[]) => Person,
): { what: string; person: Person }[] {
    return policies.flatMap((policy, index) =>
        guardsOf(policy, "dev").map(({ what, without }) => ({
            what: what.includes(policy.name) ? what : `${policy.name}: ${what}`,
            person: person(policies.map((each, at) => (at === index ? without : each))),
        })),
    );
}
