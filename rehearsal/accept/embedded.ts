/** `make accept` on the embedded cloud: the API server and the account here are asked, and a stand-in where only a process could answer. */
import { record } from "../../plan/record";
import { CERTIFICATE, issuedOf } from "../aws/issued";
import { factsOf, type Store } from "../cloud/store";
import type { Event } from "../engine/engine";
import { Watch } from "../rehearse/watch";
import type { Session } from "../session/session";
import { seenOfBrought } from "./brought";
import { nameOf, seenInCluster, type List } from "./cluster";
import { at, expectedOf, text } from "./expected";
import type { Expected, Seen, Sources } from "./facts";
import { seenByPrometheus, statusesOf } from "./prometheus";
import { startStandIn, type Answers } from "./stand-in";
import { needsPlane, rowsOf, tableLines } from "./table";

export const EMBEDDED: Sources = {
    ...{ workloads: "cluster", troubled: "cluster", autoscalers: "stand-in", claims: "cluster", dashboards: "cluster" },
    ...{ groups: "stand-in", targets: "stand-in", backups: "stand-in", answers: "stand-in" },
    ...{ certificates: "account", addresses: "account", alarms: "account", changes: "Pulumi" },
};

/** Exit status: 0 accepted, 1 something falls short. */
export async function accept(session: Session): Promise<number> {
    const { rehearsed, plane, screen, cloud } = session;
    if (plane === undefined) {
        screen.close();
        screen.say(needsPlane(rehearsed.stack));
        return 1;
    }
    const { project, stack } = rehearsed;
    const { graph } = await record(() => rehearsed.deploy(), { project, stack, mode: "update" });
    const expected = expectedOf(graph);
    const list: List = (path) => plane.cluster.api.list(path);
    const changes = await changesOf(session);
    screen.close();
    const now = new Date();
    const seen = { ...(await seenHere(list, expected, now)), ...(await seenBeside(list, cloud(), expected)), changes };
    const rows = rowsOf(expected, seen, EMBEDDED, now);
    for (const line of tableLines(stack, rows)) screen.say(line);
    return rows.every(({ short }) => short.length === 0) ? 0 : 1;
}

async function changesOf({ engine, rehearsed, screen }: Session): Promise<readonly string[]> {
    const events: Event[] = [];
    await engine.preview(
        () => rehearsed.deploy(),
        (event) => {
            events.push(event);
            screen.onEvent(event);
        },
    );
    return changesIn(events);
}

export function changesIn(events: readonly Event[]): readonly string[] {
    const watch = new Watch();
    for (const event of events) watch.take(event);
    return watch
        .steps()
        .filter(({ operation }) => !["same", "read", "refresh"].includes(operation))
        .map(({ operation, name }) => `${operation} ${name}`);
}

/** No pod of a CronJob does here what it is for: a backup that is there counts as made now. */
export async function seenHere(
    list: List,
    expected: Expected,
    now: Date,
    says?: Answers,
): Promise<Omit<Seen, "certificates" | "addresses" | "alarms" | "changes">> {
    const standIn = await startStandIn(list, expected.endpoints, says);
    try {
        const inCluster = await seenInCluster(list);
        const autoscalers = await withUsage(list, inCluster.autoscalers);
        const answers = await statusesOf(
            expected.endpoints.map(({ url }) => url),
            (url) => ({ url: `${standIn.url}/?url=${encodeURIComponent(url)}` }),
        );
        const backups = inCluster.backups.map((each) => ({ at: now.toISOString(), ...each }));
        return { ...inCluster, autoscalers, backups, answers, ...(await seenByPrometheus(standIn.url)) };
    } finally {
        await standIn.close();
    }
}

/** Nothing uses a processor here: an autoscaler that counts pods of its target would read their usage. */
async function withUsage(list: List, autoscalers: Seen["autoscalers"]): Promise<Seen["autoscalers"]> {
    const counting = (await list("/apis/autoscaling/v2/horizontalpodautoscalers"))
        .filter((one) => Number(at(one, "status", "currentReplicas") ?? 0) > 0)
        .map((one) => JSON.stringify(nameOf(one)));
    return autoscalers.map((each) => {
        const { namespace, name, reads } = each;
        return { ...each, reads: reads || counting.includes(JSON.stringify({ namespace, name })) };
    });
}

/** What is in the account, and what of a domain is elsewhere. */
export async function seenBeside(
    list: List,
    store: Pick<Store, "live">,
    expected: Expected,
): Promise<Pick<Seen, "certificates" | "addresses" | "alarms">> {
    const [account, brought] = [inAccount(store), await seenOfBrought(list, expected)];
    return {
        ...account,
        certificates: [...account.certificates, ...brought.certificates],
        addresses: { ...account.addresses, ...brought.addresses },
    };
}

/**
 * Alarms have a state only where CloudWatch looks at metrics: what is there is quiet, unless somebody has set its state
 * (CloudWatch's SetAlarmState, which is for trying alarms).
 */
function inAccount(store: Pick<Store, "live">): Pick<Seen, "certificates" | "addresses" | "alarms"> {
    const of = (type: string) => store.live(type).map(factsOf);
    return {
        certificates: store.live(CERTIFICATE).map((object) => {
            const { domainName, status, notAfter } = { ...factsOf(object), ...issuedOf(object, store) };
            const until = text(notAfter);
            return {
                ...{ name: text(domainName) ?? "", status: text(status) ?? "UNKNOWN" },
                ...(until !== undefined && { until }),
            };
        }),
        addresses: Object.fromEntries(
            of("aws:route53/record:Record")
                .filter(({ aliases }) => aliases !== undefined)
                .map(({ name }) => [text(name) ?? "", ["alias"]]),
        ),
        alarms: of("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ name, stateValue }) => ({
            ...{ name: text(name) ?? "", state: text(stateValue) ?? "OK" },
        })),
    };
}
