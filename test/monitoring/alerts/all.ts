/** Every rule of the environment in which everything exists, and every case. */
import type { AlertGroup } from "../../../components/monitoring/alerts";
import type { Catalogue, Metric } from "../../../components/monitoring/catalogue";
import { platformGroups, surroundingsOf } from "../../../components/monitoring/platform";
import { ruleSpec, type RenderedRule, type RuleSpec } from "../../../components/monitoring/rules";
import { ownerOf, systemGroups, systemName, type SystemMonitoring } from "../../../components/monitoring/watched";
import type { SystemKey } from "../../../components/systems";
import { monitoringOf } from "../../../components/systems/monitoring";
import type { Environment } from "../../../config/environment";
import { COMPLETE, stackFrom } from "../../support/recordings";
import { absenceCases, plannedCases, targetCases } from "./absence";
import type { Case, Cases } from "./cases";
import { clusterCases } from "./cluster";
import { monitoringCases } from "./monitoring";
import { storeCases } from "./stores";
import { isAlert, ruleOf, type RuleTest } from "./promtool";
import { akoshaCases, memstackCases, myriadCases, myriadPythonCases } from "./systems";
import { backupCases, healthCases, jobCases, trafficCases, volumeCases, workloadCases } from "./workloads";

export const environment: Environment = stackFrom(COMPLETE).environment;
const { needs } = environment;

/** Groups by the name of the object that holds them. */
export const groupsOf: Readonly<Record<string, readonly AlertGroup[]>> = {
    ...platformGroups(environment),
    ...Object.fromEntries(keys().map((key) => [systemName(key), groupsOfSystem(key)])),
};

export const specs: Readonly<Record<string, RuleSpec>> = Object.fromEntries(
    Object.entries(groupsOf).map(([name, groups]) => [name, ruleSpec(groups, environment.monitoring.urls)]),
);

function keys(): readonly SystemKey[] {
    return Object.keys(needs.systems) as SystemKey[];
}

export function watched(key: SystemKey): SystemMonitoring {
    return monitoringOf(key, environment.systems[key], surroundingsOf(environment, needsOf(key)));
}

function needsOf(key: SystemKey) {
    const found = needs.systems[key];
    if (found === undefined) throw new Error(`${key} is not enabled in ${COMPLETE}`);
    return found;
}

function groupsOfSystem(key: SystemKey): readonly AlertGroup[] {
    const monitoring = watched(key);
    return systemGroups(ownerOf(key, monitoring), needsOf(key), monitoring, surroundingsOf(environment, needsOf(key)));
}

/** What every system gets, in the first of its namespaces. */
function common(key: SystemKey): readonly Case[] {
    const { catalogue, backups } = watched(key);
    const [namespace = "", ...more] = needsOf(key).namespaces;
    const [produced, planned] = split(catalogue);
    const exporter = produced[0]?.exportedBy[0];
    return [
        ...workloadCases(namespace),
        ...volumeCases(namespace),
        ...jobCases(namespace),
        ...(backups === undefined ? [] : backupCases(namespace, backups)),
        ...healthCases(namespace),
        ...absenceCases(produced, { namespace }, more.length === 0 ? { namespace } : {}),
        ...plannedCases(planned, { namespace }),
        ...(exporter === undefined ? [] : targetCases(namespace, exporter)),
    ];
}

function split(catalogue: Catalogue): readonly [produced: readonly Metric[], planned: readonly Metric[]] {
    const all = Object.values(catalogue);
    return [all.filter(({ producedToday }) => producedToday), all.filter(({ producedToday }) => !producedToday)];
}

/** Of the alerts that only one system has: alerts.test.ts names a rule without a case. */
const OWN: Readonly<Partial<Record<SystemKey, () => readonly Case[]>>> = {
    akosha: () => [...akoshaCases(), ...trafficCases("k8s-akosha-akoshaap", { limit: 2, beyond: "2.01s" })],
    memstack: memstackCases,
    myriad: myriadCases,
    myriadPython: myriadPythonCases,
};

/** In a namespace that is no system's. */
const SHARED = "keda";

/** Half of what Prometheus may hold, at 4 KiB for a series: 6 GiB in highlyAvailable. */
const MOST_SERIES = (6 * 2 ** 30) / 2 / 4096;

const STORES = {
    queue: `${environment.project}-${environment.stack}-stores-queue`,
    cache: `${environment.project}-${environment.stack}-stores-cache`,
    database: `${environment.project}-${environment.stack}-stores-postgres`,
};

const platformCases = (): readonly Case[] => [
    ...workloadCases(SHARED),
    ...volumeCases(SHARED),
    ...jobCases(SHARED),
    ...healthCases(SHARED),
    ...storeCases(STORES),
    ...clusterCases(),
    ...monitoringCases(MOST_SERIES),
    ...absenceCases(expectedOfExporters(), { namespace: SHARED }, {}),
    ...targetCases(SHARED, "keda-operator"),
];

/** What the rule itself asks for: which exporters there are is a test of its own. */
function expectedOfExporters(): readonly Metric[] {
    const rules = Object.values(groupsOf)
        .flat()
        .flatMap(({ rules: each }) => each);
    const absent = rules.find(
        (rule) => rule.kind === "alert" && rule.name === "MetricsAbsent" && rule.owner.system === "platform",
    );
    return absent?.expr.metrics ?? [];
}

export const cases: readonly Cases[] = [
    ...keys().map((key) => ({ system: systemName(key), cases: [...common(key), ...(OWN[key]?.() ?? [])] })),
    { system: "platform", cases: platformCases() },
];

/** Each case with the group that its rule stands in; throws for a case without a rule. */
export function testsOf(from: Readonly<Record<string, RuleSpec>> = specs): readonly RuleTest[] {
    return cases.flatMap(({ system, cases: all }) =>
        all.map((of, index) => {
            const groups = Object.values(from)
                .flatMap(({ groups: each }) => each)
                .filter(({ rules }) => ownedBy(rules, of, system));
            const [group, ...more] = groups;
            if (group === undefined || more.length > 0)
                throw new Error(`${system}: ${groups.length} groups have a rule for the case ${of.alert}`);
            const twin = all.slice(0, index).filter((before) => nameOf(before) === nameOf(of)).length;
            const name = `${system} ${nameOf(of)}${twin > 0 ? ` (${twin + 1})` : ""}`;
            return { name, system, of, group };
        }),
    );
}

const ownedBy = (rules: readonly RenderedRule[], of: Case, system: string): boolean =>
    ruleOf(rules, of)?.labels.system === system;

const nameOf = ({ alert, rule = {} }: Case): string => [alert, ...Object.values(rule)].join(" ");

/** `system alert labels` of every alert there is. */
export const everyAlert: readonly string[] = Object.values(specs)
    .flatMap(({ groups }) => groups)
    .flatMap(({ rules }) => rules)
    .filter(isAlert)
    .map(({ alert, labels: { severity: _severity, team: _team, system, ...rest } }) =>
        [system, alert, ...Object.values(rest)].join(" "),
    );
