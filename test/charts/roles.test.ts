import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { secretReaders } from "../../charts/roles";
import { CHARTS } from "../../config/versions";
import { recordOf } from "../../plan/charts/record";

const PAGE = path.join(__dirname, "../../docs/guides/access.md");

const binding = (role: string, name: string) => ({
    ...{ kind: "ClusterRoleBinding", roleRef: { kind: "ClusterRole", name: role } },
    subjects: [{ kind: "ServiceAccount", namespace: "there", name }],
});
const role = (name: string, rule: object) => ({ kind: "ClusterRole", metadata: { name }, rules: [rule] });
const READ = { apiGroups: [""], resources: ["secrets"], verbs: ["get"] };

describe("Roles of charts", () => {
    it("say who may read every Secret: by a wildcard too, not by a name, a role of one namespace or without a binding", () => {
        const readers = secretReaders([
            role("one", READ),
            role("all", { apiGroups: ["*"], resources: ["*"], verbs: ["*"] }),
            role("named", { ...READ, resourceNames: ["its-own"] }),
            role("writes", { ...READ, verbs: ["create"] }),
            role("other", { ...READ, apiGroups: ["apps"] }),
            role("unbound", READ),
            ...["one", "all", "named", "writes", "other"].map((name) => binding(name, name)),
            { ...binding("unbound", "inside"), kind: "RoleBinding" },
        ]);
        assert.deepEqual(readers, ["there/all", "there/one"]);
    });

    it("give every Secret to the accounts that the page about access names, and to no other", () => {
        const section = /\*\*Controllers and Secrets\.\*\*.*?\n## /s.exec(readFileSync(PAGE, "utf8"))?.[0] ?? "";
        const named = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, account]) => String(account));
        const readers = Object.values(CHARTS)
            .flatMap(({ chart }) => recordOf(chart)?.variants ?? [])
            .flatMap((variant) => variant.secretReaders);
        assert.deepEqual(named.sort(), [...new Set(readers)].sort());
    });
});
