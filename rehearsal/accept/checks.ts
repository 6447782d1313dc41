/** Everything that docs/guides/acceptance.md asks of a deployment, each as a question with the names that fall short. */
import type { Expected, Named, Seen } from "./facts";

export interface Check {
    readonly title: string;
    /** By which it is known who was asked. */
    readonly from: keyof Seen;
    /** How many things were looked at. */
    readonly count: (expected: Expected) => number;
    /** One line for each that falls short. */
    readonly short: (expected: Expected, seen: Seen, now: Date) => readonly string[];
}

const DAY = 24 * 60 * 60 * 1000;
/** A run is allowed to take as long as its job may: an hour. */
const BACKUP_WITHIN = DAY + 60 * 60 * 1000;
/** ACM renews 60 days before the end (ACM user guide, "Managed certificate renewal"): half of that has passed by then. */
const CERTIFICATE_LEFT = 30 * DAY;

const keyOf = ({ namespace, name }: Named): string => `${namespace}/${name}`;

/** Those of `wanted` that are not there, or of which something is wrong. */
function lacking<Want extends Named, Have extends Named>(
    wanted: readonly Want[],
    there: readonly Have[],
    wrong: (found: Have, wanted: Want) => string | undefined = () => undefined,
): readonly string[] {
    const byKey = new Map(there.map((each) => [keyOf(each), each]));
    return wanted.flatMap((want) => {
        const found = byKey.get(keyOf(want));
        if (found === undefined) return [`${keyOf(want)} is not there`];
        const problem = wrong(found, want);
        return problem === undefined ? [] : [`${keyOf(want)} ${problem}`];
    });
}

export const oldBackups = (
    { backups }: Pick<Expected, "backups">,
    there: Seen["backups"],
    now: Date,
): readonly string[] =>
    lacking(backups, there, ({ at }) => {
        if (at === undefined) return "has never ended well";
        return now.getTime() - Date.parse(at) > BACKUP_WITHIN ? `ended well last at ${at}` : undefined;
    });

export const CHECKS: readonly Check[] = [
    {
        title: "pods run",
        from: "workloads",
        count: ({ workloads }) => workloads.length,
        short: ({ workloads }, seen) => [
            ...workloads.flatMap((want) =>
                lacking(
                    [want],
                    seen.workloads.filter(({ kind }) => kind === want.kind),
                    ({ wanted, ready }) =>
                        ready < wanted ? `has ${String(ready)} of ${String(wanted)} pods ready` : undefined,
                ),
            ),
            ...seen.troubled.map((pod) => `${keyOf(pod)} is ${pod.phase}`),
        ],
    },
    {
        title: "autoscalers read a number",
        from: "autoscalers",
        count: ({ autoscalers }) => autoscalers.length,
        short: ({ autoscalers }, seen) =>
            lacking(autoscalers, seen.autoscalers, ({ reads }) => (reads ? undefined : "reads <unknown>")),
    },
    {
        title: "claims are bound",
        from: "claims",
        count: ({ claims }) => claims.length,
        short: ({ claims }, seen) =>
            lacking(claims, seen.claims, ({ phase }) => (phase === "Bound" ? undefined : `is ${phase}`)),
    },
    {
        title: "dashboards are there",
        from: "dashboards",
        count: ({ dashboards }) => dashboards.length,
        short: ({ dashboards }, seen) => lacking(dashboards, seen.dashboards),
    },
    {
        title: "rules are loaded",
        from: "groups",
        count: ({ rules }) => rules.reduce((sum, { groups }) => sum + groups.length, 0),
        short: ({ rules }, seen) => [
            ...rules.flatMap((rule) =>
                rule.groups
                    .filter((group) => !seen.groups.some(({ name }) => name === group))
                    .map((group) => `${keyOf(rule)}: Prometheus does not know the group ${group}`),
            ),
            ...seen.groups.flatMap(({ name, broken }) => broken.map((rule) => `${name}: ${rule} cannot be evaluated`)),
        ],
    },
    {
        title: "targets are up",
        from: "targets",
        count: ({ monitors }) => monitors.length,
        short: ({ monitors }, seen) => [
            ...monitors
                .filter(
                    (monitor) => !seen.targets.some(({ pool }) => pool === monitor || pool.startsWith(`${monitor}/`)),
                )
                .map((monitor) => `${monitor} finds nothing to ask`),
            ...seen.targets.filter(({ health }) => health !== "up").map(({ pool, health }) => `${pool} is ${health}`),
        ],
    },
    {
        title: "backups are younger than a day",
        from: "backups",
        count: ({ backups }) => backups.length,
        short: (expected, { backups }, now) => oldBackups(expected, backups, now),
    },
    {
        title: "certificates are issued",
        from: "certificates",
        count: ({ certificates, broughtCertificates }) => certificates.length + broughtCertificates.length,
        short: ({ certificates, broughtCertificates }, seen, now) =>
            [...certificates, ...broughtCertificates].flatMap((name) => {
                const found = seen.certificates.find((one) => one.name === name);
                if (found === undefined) return [`${name} is not there`];
                if (found.status !== "ISSUED") return [`${name} is ${found.status}`];
                const { until } = found;
                const ends = until !== undefined && Date.parse(until) - now.getTime() < CERTIFICATE_LEFT;
                return ends ? [`${name} ends at ${until}`] : [];
            }),
    },
    {
        title: "endpoints answer, and ask who calls",
        from: "answers",
        count: ({ endpoints }) => endpoints.length,
        short: ({ endpoints }, seen) =>
            endpoints.flatMap(({ url, by }) => {
                const status = seen.answers[url] ?? 0;
                if (status === 0) return [`${url} does not answer`];
                if (status >= 500) return [`${url} answers ${String(status)}`];
                if (by === "nobody" && status === 404) return [`${url} is not there`];
                // A load balancer sends who has no session to the login; an application says 401 or 403.
                const asks =
                    by === "nobody" || status === 401 || status === 403 || (by === "loadBalancer" && status === 302);
                return asks ? [] : [`${url} answers ${String(status)} to somebody without credentials`];
            }),
    },
    {
        title: "names are in DNS",
        from: "addresses",
        count: ({ hosts, handHosts }) => hosts.length + handHosts.length,
        short: ({ hosts, handHosts }, { addresses }) => {
            const without = (host: string): boolean => (addresses[host] ?? []).length === 0;
            return [
                ...hosts.filter(without).map((host) => `${host} has no address`),
                ...handHosts.filter(without).map((host) => `${host} has no address that a record by hand could name`),
            ];
        },
    },
    {
        title: "alarms are quiet",
        from: "alarms",
        count: ({ alarms }) => alarms.length,
        short: ({ alarms }, seen) =>
            alarms.flatMap((name) => {
                const found = seen.alarms.find((alarm) => alarm.name === name);
                if (found === undefined) return [`${name} is not there`];
                return found.state === "ALARM" ? [`${name} is in ALARM`] : [];
            }),
    },
    {
        title: "a preview changes nothing",
        from: "changes",
        count: () => 1,
        short: (_, { changes }) => changes,
    },
];
