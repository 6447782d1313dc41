import assert from "node:assert/strict";
import { Graph } from "../../plan/graph";
import { unusedRules } from "../../policy/rules/unused";
import { resource } from "../support/resource";

const PASSWORD = "random:index/randomPassword:RandomPassword";
const SECRET = "aws:secretsmanager/secretVersion:SecretVersion";
const CONTEXT = {
    ...{ project: "mindcloud", stack: "dev", account: "111122223333", region: "eu-central-1" },
    ...({ data: "keep", profile: "economy" } as const),
};

/** Names of passwords that are said to be used by nothing; `used` is in a secret. */
function unused(used: string, ...names: readonly string[]): readonly string[] {
    const passwords = names.map((name) => resource(name, [], { type: PASSWORD }));
    const graph = new Graph([...passwords, resource("secret", [used], { type: SECRET })]);
    const found = unusedRules.filter(({ id }) => id === "nothing-unused").flatMap(({ check }) => check(graph, CONTEXT));
    return found.filter(({ urn }) => names.includes(urn)).map(({ urn }) => urn);
}

describe("policy: nothing unused", () => {
    it("lets one of two passwords rest that take turns, whichever it is", () => {
        assert.deepEqual(unused("login-other", "login", "login-other"), []);
        assert.deepEqual(unused("login", "login", "login-other"), []);
    });

    it("finds one that nobody uses, and one whose name alone is like a twin's", () => {
        assert.deepEqual(unused("login", "login", "alone"), ["alone"]);
        assert.deepEqual(unused("login", "login", "alone-other"), ["alone-other"]);
    });
});
