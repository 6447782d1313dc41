/** `make health` on the embedded cloud: its API server is asked, and a stand-in for Prometheus and Loki, of which no process runs here. */
import { record } from "../../plan/record";
import type { List } from "../accept/cluster";
import { expectedOf, text } from "../accept/expected";
import { startStandIn } from "../accept/stand-in";
import { needsPlane, tableLines } from "../accept/table";
import { factsOf, type Store } from "../cloud/store";
import type { Session } from "../session/session";
import { healthRows } from "./checks";
import type { Answer, RestoreTest, Spend, Vitals, VitalSources } from "./facts";
import { seenInTheMorning } from "./seen";

export const HERE: VitalSources = {
    ...{ restarts: "cluster", alerts: "stand-in", errors: "stand-in", filling: "stand-in" },
    ...{ backups: "stand-in", restores: "stand-in", spend: "stand-in" },
};

/** Exit status: 0 well, 1 something falls short. */
export async function health({ rehearsed, plane, screen, cloud }: Session): Promise<number> {
    const { project, stack } = rehearsed;
    if (plane === undefined) {
        screen.close();
        screen.say(needsPlane(stack));
        return 1;
    }
    const { graph } = await record(() => rehearsed.deploy(), { project, stack, mode: "update" });
    const expected = expectedOf(graph);
    const now = new Date();
    screen.close();
    const seen = {
        ...(await vitalsHere((path) => plane.cluster.api.list(path), now)),
        ...{ restores: testedIn(cloud(), now), spend: spendIn(cloud()) },
    };
    const rows = healthRows(expected, seen, HERE, now);
    for (const line of tableLines(stack, rows, { well: "is well", unwell: "is not well" })) screen.say(line);
    return rows.every(({ short }) => short.length === 0) ? 0 : 1;
}

/** No pod of a CronJob does here what it is for: a backup that is there counts as made now. */
export async function vitalsHere(list: List, now: Date): Promise<Omit<Vitals, "restores" | "spend">> {
    const standIn = await startStandIn(list, []);
    try {
        const { backups, ...seen } = await seenInTheMorning(list, { prometheus: standIn.url, loki: standIn.url });
        const made =
            typeof backups === "string" ? backups : backups.map((each) => ({ at: now.toISOString(), ...each }));
        return { ...seen, backups: made };
    } finally {
        await standIn.close();
    }
}

/** No month passes here: what is planned counts as tested now. */
export function testedIn(store: Store, now: Date): readonly RestoreTest[] {
    const today = now.toISOString();
    return store
        .live("aws:backup/restoreTestingSelection:RestoreTestingSelection")
        .map(factsOf)
        .map(({ protectedResourceType }) => ({
            ...{ of: text(protectedResourceType) ?? "?", since: today, last: today, failed: [] },
        }));
}

/** Nothing costs anything here: the budget that is there has been spent of by nobody. */
export function spendIn(store: Store): Answer<Spend> {
    const budgets = store.live("aws:budgets/budget:Budget");
    return budgets.length === 0
        ? "there is no budget"
        : budgets.map(factsOf).map(({ name, limitAmount }) => ({
              ...{ budget: text(name) ?? "", actual: 0, forecast: 0, limit: Number(limitAmount) },
          }));
}
