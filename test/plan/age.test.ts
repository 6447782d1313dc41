/** What a plan says of versions that AWS will soon support no more: by a day that is given, not by the clock. */
import assert from "node:assert/strict";
import { KUBERNETES_SUPPORTED_UNTIL, POSTGRES_SUPPORTED_UNTIL } from "../../config/support";
import { ageNotes } from "../../plan/age";
import { changed, COMPLETE, stackFrom } from "../support/recordings";

describe("plan/age", () => {
    const old = changed(COMPLETE, { cluster: { kubernetes: "1.35" }, stores: { postgres: { version: "16" } } });
    const notes = (today: string): readonly string[] => ageNotes(old.environment, today);

    it("says nothing of what is supported for more than half a year", () => {
        assert.deepEqual(notes("2026-09-01"), []);
    });

    it("says half a year before which key, until when, and what AWS does then", () => {
        assert.deepEqual(notes("2026-11-30"), [
            "cluster.kubernetes: standard support of Kubernetes 1.35 ends on 2027-03-27, in 117 days; then EKS takes the control plane to the next minor by itself (docs/guides/behind.md)",
        ]);
    });

    it("says on the day itself, and afterwards, that it is over", () => {
        assert.match(notes("2027-03-27")[0] ?? "", /ends on 2027-03-27, in 0 days;/);
        const [kubernetes = "", postgres = ""] = notes("2029-03-01");
        assert.match(kubernetes, /^cluster\.kubernetes: .* ended on 2027-03-27;/);
        assert.match(postgres, /^stores\.postgres\.version: .* PostgreSQL 16 ended on 2029-02-28; then RDS takes/);
    });

    it("says nothing of what is not ours, is not there, or has no day", () => {
        const { environment } = old;
        const without = { ...environment, needs: { ...environment.needs, postgres: [] } };
        assert.deepEqual(
            ageNotes(without, "2029-03-01").map((note) => note.split(":")[0]),
            ["cluster.kubernetes"],
        );
        const newest = changed(COMPLETE, { stores: { postgres: { version: "18" } } }).environment;
        assert.deepEqual(ageNotes(newest, "2026-11-30"), []);
        const brought = { ...environment, existing: { ...environment.existing, cluster: {} as never } };
        assert.deepEqual(ageNotes(brought, "2027-03-28"), []);
    });

    it("has days, each in the order of its versions", () => {
        for (const days of [KUBERNETES_SUPPORTED_UNTIL, POSTGRES_SUPPORTED_UNTIL].map((table) =>
            Object.values(table),
        )) {
            assert.ok(days.length > 1 && days.every((day) => /^\d{4}-\d\d-\d\d$/.test(day)));
            assert.deepEqual([...days].sort(), days);
        }
    });

    it("is not said of an environment as it is made today", () => {
        assert.deepEqual(ageNotes(stackFrom(COMPLETE).environment, "2026-11-30"), []);
    });
});
