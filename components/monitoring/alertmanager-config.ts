/**
 * Alertmanager's configuration, from `monitoring:`. It holds no secret: each is a file, which the operator mounts from a Secret. Names of
 * fields: Alertmanager 0.34, docs/configuration.md.
 */
import type * as pulumi from "@pulumi/pulumi";
import { receiversInUse } from "../../config/monitoring-needs";
import type { MonitoringSettings } from "../../config/schema/monitoring";
import type { Receiver, SEVERITIES } from "../../config/schema/receivers";

/** Secret with what receivers need, in the namespace of Alertmanager. */
export const RECEIVER_SECRET = "alertmanager-receivers";
/** Key of the dead man's switch in it: no receiver can be called so. */
export const SWITCH_KEY = "dead_mans_switch";
/** Always fires (components/monitoring/alerts/monitoring.ts): its arrival says that Prometheus and Alertmanager work. */
export const WATCHDOG = "Watchdog";
/** Label of an alert after which all others are mere consequences: `scope: cluster`. */
export const CLUSTER_SCOPE = { scope: "cluster" } as const;

/** Where the operator mounts Secrets (prometheus-operator, Alertmanager.spec.secrets). */
const SECRETS = `/etc/alertmanager/secrets/${RECEIVER_SECRET}`;
export const SMTP_PORT = 587;

// No receiver of a user has brackets in its name.
const NOBODY = "(nobody)";
const SWITCH = "(dead man's switch)";

type Severity = (typeof SEVERITIES)[number];
type Route = MonitoringSettings["routes"][number];

export interface Surroundings {
    readonly region: string;
    /** The environment's own topic. */
    readonly topicArn: pulumi.Input<string>;
}

export function alertmanagerConfig(settings: MonitoringSettings, surroundings: Surroundings) {
    const { routes, defaultTo, deadMansSwitch } = settings;
    const groups = new Map([defaultTo, ...routes.map(({ to }) => to)].map((names) => [together(names), names]));
    return {
        global: { resolve_timeout: "5m" },
        templates: ["/etc/alertmanager/config/*.tmpl"],
        route: {
            receiver: together(defaultTo),
            // One message for one thing that is wrong, however many pods it has.
            group_by: ["alertname", "system", "namespace"],
            ...{ group_wait: "30s", group_interval: "5m", repeat_interval: "12h" },
            routes: [
                watchdogRoute(deadMansSwitch),
                ...routes.flatMap(routesOf),
                { receiver: NOBODY, matchers: ['severity="info"'] },
                { receiver: together(defaultTo), matchers: ['severity="critical"'], ...URGENT },
            ],
        },
        inhibit_rules: INHIBITIONS,
        receivers: [
            { name: NOBODY },
            // The body is of no use there, and a resolved switch would be a contradiction.
            ...(deadMansSwitch
                ? [{ name: SWITCH, webhook_configs: [{ url_file: `${SECRETS}/${SWITCH_KEY}`, send_resolved: false }] }]
                : []),
            ...[...groups].map(([name, members]) => receiverOf(name, members, settings, surroundings)),
        ],
    };
}

/** A night is short: told at once, and again while it lasts. */
const URGENT = { group_wait: "10s", repeat_interval: "1h" } as const;

/** A route has one receiver; one that tells several is several in one. */
const together = (names: readonly string[]): string => [...new Set(names)].join(" + ");

/** Every minute: `repeat_interval` below `group_interval`, or a beat is left out whenever a tick comes a little early. */
const watchdogRoute = (enabled: boolean) => ({
    receiver: enabled ? SWITCH : NOBODY,
    matchers: [`alertname="${WATCHDOG}"`],
    ...{ group_wait: "0s", group_interval: "1m", repeat_interval: "50s" },
});

/** Critical apart from the rest, because it is told at once. */
function routesOf({ severities = ["critical", "warning"], systems, teams, to }: Route) {
    const others = severities.filter((severity) => severity !== "critical");
    const matchers = [...oneOf("system", systems), ...oneOf("team", teams)];
    const route = (of: readonly Severity[], timing: object) =>
        of.length === 0
            ? []
            : [{ receiver: together(to), matchers: [...oneOf("severity", of), ...matchers], ...timing }];
    return [...route(severities.includes("critical") ? ["critical"] : [], URGENT), ...route(others, {})];
}

function oneOf(label: string, values: readonly string[] | undefined): string[] {
    if (values === undefined) return [];
    const [only = ""] = values;
    if (values.length === 1) return [`${label}="${only}"`];
    return [`${label}=~"${values.map((value) => value.replaceAll(".", "[.]")).join("|")}"`];
}

/** What somebody is told already explains the rest. The watchdog never stops: its silence is the alarm. */
const INHIBITIONS = [
    {
        source_matchers: [`scope="${CLUSTER_SCOPE.scope}"`, 'severity="critical"'],
        target_matchers: [`scope!="${CLUSTER_SCOPE.scope}"`, `alertname!="${WATCHDOG}"`],
    },
    {
        source_matchers: ['severity="critical"'],
        target_matchers: ['severity=~"warning|info"', `alertname!="${WATCHDOG}"`],
        equal: ["system"],
    },
];

function receiverOf(
    name: string,
    members: readonly string[],
    settings: MonitoringSettings,
    surroundings: Surroundings,
) {
    const parts = [...new Set(members)].flatMap((member) => {
        const receiver = settings.receivers[member];
        return receiver === undefined ? [] : [wayOf(receiver, `${SECRETS}/${member}`, surroundings)];
    });
    const kinds = [...new Set(parts.map(([kind]) => kind))];
    return {
        name,
        ...Object.fromEntries(
            kinds.map((kind) => [kind, parts.filter(([other]) => other === kind).map(([, config]) => config)]),
        ),
    };
}

/** Field of the receiver, and what stands in it. */
function wayOf(receiver: Receiver, secretFile: string, { region, topicArn }: Surroundings): readonly [string, object] {
    const title = '{{ template "mindcloud.title" . }}';
    const text = '{{ template "mindcloud.text" . }}';
    switch (receiver.kind) {
        case "slack":
            return [
                "slack_configs",
                { api_url_file: secretFile, channel: receiver.channel, send_resolved: true, title, text },
            ];
        case "pagerduty":
            return [
                "pagerduty_configs",
                { routing_key_file: secretFile, send_resolved: true, description: title, details: { text } },
            ];
        case "email":
            return [
                "email_configs",
                {
                    to: receiver.to.join(", "),
                    from: receiver.from,
                    smarthost: `${receiver.server}:${String(SMTP_PORT)}`,
                    auth_username: receiver.username,
                    auth_password_file: secretFile,
                    ...{ require_tls: true, send_resolved: true, headers: { Subject: title }, text, html: "" },
                },
            ];
        case "sns":
            return [
                "sns_configs",
                // Pod Identity signs, for the topic's own region; SNS takes subjects of at most 100 characters, which Alertmanager cuts.
                {
                    topic_arn: receiver.topicArn ?? topicArn,
                    sigv4: { region: receiver.topicArn?.split(":")[3] ?? region },
                    ...{ send_resolved: true, subject: title, message: text },
                },
            ];
    }
}

/** For all ways alike: what is wrong, with values; what to do; where to look. */
export const TEMPLATES = {
    "mindcloud.tmpl": `{{ define "mindcloud.title" }}[{{ .Status | toUpper }}{{ if eq .Status "firing" }} {{ .Alerts.Firing | len }}{{ end }}] {{ .CommonLabels.severity }} {{ .CommonLabels.system }}: {{ .CommonLabels.alertname }}{{ end }}
{{ define "mindcloud.text" }}{{ range .Alerts }}{{ if eq .Status "resolved" }}resolved: {{ end }}{{ .Annotations.summary }}
{{ .Annotations.description }}
runbook: {{ .Annotations.runbook_url }}
dashboard: {{ .Annotations.dashboard_url }}
{{ end }}alertmanager: {{ .ExternalURL }}
{{ end }}`,
} as const;

/** Of receivers that are told of something. */
export const usedReceivers = (settings: MonitoringSettings): readonly (readonly [string, Receiver])[] =>
    receiversInUse(settings).flatMap((name) => {
        const receiver = settings.receivers[name];
        return receiver === undefined ? [] : [[name, receiver] as const];
    });
