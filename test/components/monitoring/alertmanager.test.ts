/** Alertmanager: what it is told, and that no secret is in it. What its own tool makes of it: test/monitoring/alertmanager.check.ts. */
import assert from "node:assert/strict";
import { alertmanagerConfig, RECEIVER_SECRET } from "../../../components/monitoring/alertmanager-config";
import type { Graph } from "../../../plan/graph";
import { rulesOf } from "../../monitoring/queries";
import { COMPLETE, recordingOf } from "../../support/recordings";
import { settingsWith } from "../../monitoring/monitoring-settings";
import { completeGraph, economyGraph, release, toldGraph } from "../cluster/fixture";
import { at, object } from "../workload/fixture";

const CHART = "kube-prometheus-stack";
const values = (of: Graph, ...path: readonly string[]) => at(release(of, CHART), "values", "alertmanager", ...path);
const specOf = (of: Graph) => values(of, "alertmanagerSpec") as Record<string, unknown>;
const configOf = (said: Parameters<typeof settingsWith>[0]) =>
    alertmanagerConfig(settingsWith(said), { region: "us-east-1", topicArn: "arn:aws:sns:us-east-1:0:alarms" });

interface Rule {
    readonly alert?: string;
    readonly labels: object;
    readonly annotations: object;
}

const TWO_WAYS = {
    receivers: { chat: { kind: "slack", channel: "#alerts" }, pager: { kind: "pagerduty" } },
    routes: [{ severities: ["critical"], to: ["pager", "chat"] }],
    defaultTo: ["operators", "chat"],
};

describe("Alertmanager", () => {
    let graph: Graph;
    let small: Graph;
    before(async () => {
        graph = await completeGraph();
        small = await economyGraph();
    });

    it("keeps silences on a volume, with a second replica in another zone where the profile survives one", () => {
        for (const [of, replicas, retention] of [
            [graph, 2, "Retain"],
            [small, 1, "Delete"],
        ] as const) {
            const { storage, podAntiAffinityTopologyKey, persistentVolumeClaimRetentionPolicy } = specOf(of);
            assert.equal(specOf(of).replicas, replicas);
            assert.match(JSON.stringify(storage), /"storage":"1Gi".*"storageClassName":"gp3"/);
            assert.equal(podAntiAffinityTopologyKey, "topology.kubernetes.io/zone");
            assert.deepEqual(persistentVolumeClaimRetentionPolicy, { whenDeleted: retention, whenScaled: "Delete" });
            assert.equal(values(of, "podDisruptionBudget", "enabled"), replicas > 1);
        }
    });

    it("tells the environment's own topic unless somebody else is named, and may do nothing else at AWS", () => {
        const text = JSON.stringify(values(small, "config"));
        assert.match(text, /"topic_arn":"arn:aws:sns:[^"]+alarms/);
        const policy = small.the("aws:iam/rolePolicy:RolePolicy", "metrics-alertmanager-identity-policy");
        const { Statement } = JSON.parse(String(policy.inputs.policy)) as {
            Statement: { Action: string | string[] }[];
        };
        assert.deepEqual(
            Statement.flatMap(({ Action }) => Action),
            ["sns:Publish", "kms:GenerateDataKey", "kms:Decrypt"],
        );
    });

    it("tells a route critical and warning where it says no severity, and what it says where it says one", () => {
        const { receivers } = TWO_WAYS;
        const of = (said: object): readonly string[] => {
            const { route } = configOf({ receivers, routes: [{ ...said, to: ["pager"] }] }) as unknown as {
                readonly route: { readonly routes: readonly { receiver: string; matchers: readonly string[] }[] };
            };
            return route.routes.filter(({ receiver }) => receiver === "pager").flatMap(({ matchers }) => matchers);
        };
        assert.deepEqual(of({}), ['severity="critical"', 'severity="warning"']);
        assert.deepEqual(of({ severities: ["info", "warning"] }), ['severity=~"info|warning"']);
        assert.deepEqual(of({ severities: ["critical"], systems: ["akosha"], teams: ["a", "b"] }), [
            'severity="critical"',
            'system="akosha"',
            'team=~"a|b"',
        ]);
    });

    it("reads what must stay secret from files of one Secret, whatever the receiver", async () => {
        const told = await toldGraph();
        assert.deepEqual(specOf(told).secrets, [RECEIVER_SECRET]);
        const secret = object(told, "ExternalSecret", RECEIVER_SECRET, "monitoring");
        const keys = (at(secret, "spec", "data") as { secretKey: string; remoteRef: { key: string } }[]).map(
            ({ secretKey, remoteRef }) => [secretKey, remoteRef.key],
        );
        assert.deepEqual(keys, [
            ["post", "mindcloud/golden/people/receivers/post"],
            ["pager", "mindcloud/golden/people/receivers/pager"],
            ["chat", "mindcloud/golden/people/receivers/chat"],
            ["dead_mans_switch", "mindcloud/golden/people/monitoring/deadMansSwitch"],
        ]);
        const text = JSON.stringify(values(told, "config"));
        for (const [key = ""] of keys)
            assert.match(text, new RegExp(`_file":"/etc/alertmanager/secrets/${RECEIVER_SECRET}/${key}"`));
        assert.doesNotMatch(text, /"(api_url|routing_key|auth_password|url)":/);
        assert.ok(told.dependsOn(release(told, CHART), secret), "a pod that mounts a Secret waits for it");
    });

    it("calls the dead man's switch more often than it waits for, and never with a resolution", () => {
        const { route, receivers } = configOf({ deadMansSwitch: true });
        const [watchdog] = route.routes;
        assert.deepEqual(watchdog, {
            receiver: "(dead man's switch)",
            matchers: ['alertname="Watchdog"'],
            ...{ group_wait: "0s", group_interval: "1m", repeat_interval: "50s" },
        });
        const receiver = receivers.find(({ name }) => name === "(dead man's switch)");
        assert.match(JSON.stringify(receiver), /"url_file":"[^"]+dead_mans_switch","send_resolved":false/);
        assert.equal(
            configOf({}).receivers.some(({ name }) => name.includes("dead man")),
            false,
        );
    });

    it("leaves none of the stack's own alerts: a route takes what has a severity, a system and a team", () => {
        const rules = at(release(graph, CHART), "values", "defaultRules") as {
            rules: Record<string, boolean>;
        };
        const alerting = [
            "alertmanager",
            "kubernetesApps",
            "kubernetesStorage",
            "kubernetesSystem",
            "nodeExporterAlerting",
        ];
        for (const group of [...alerting, "general", "prometheus", "prometheusOperator"])
            assert.equal(rules.rules[group], false, group);
        for (const group of ["k8sContainerCpuUsageSecondsTotal", "node", "nodeExporterRecording"])
            assert.equal(rules.rules[group], true, `${group}: the stack's pages read what it records`);
    });

    it("tells of a critical alert at once, of the rest of its system not at all, and of nothing when the cluster is down", () => {
        const { inhibit_rules: rules, route } = configOf(TWO_WAYS);
        assert.deepEqual(rules, [
            {
                source_matchers: ['scope="cluster"', 'severity="critical"'],
                target_matchers: ['scope!="cluster"', 'alertname!="Watchdog"'],
            },
            {
                source_matchers: ['severity="critical"'],
                target_matchers: ['severity=~"warning|info"', 'alertname!="Watchdog"'],
                equal: ["system"],
            },
        ]);
        for (const { target_matchers: matchers } of rules)
            assert.ok(matchers.includes('alertname!="Watchdog"'), "silenced, it would call for help by itself");
        const urgent = route.routes.filter(({ matchers }) => matchers.includes('severity="critical"'));
        assert.equal(urgent.length, 2);
        for (const each of urgent) assert.match(JSON.stringify(each), /"group_wait":"10s","repeat_interval":"1h"/);
    });

    it("writes by templates that are defined, from labels and annotations that every alert carries", async () => {
        const rules = rulesOf((await recordingOf(COMPLETE, "update")).graph)
            .map(({ inputs }) => inputs as unknown as Rule)
            .filter(({ alert }) => alert !== undefined);
        const everywhere = (of: (rule: Rule) => object): readonly string[] =>
            Object.keys(rules[0] === undefined ? {} : of(rules[0])).filter((key) =>
                rules.every((rule) => key in of(rule)),
            );
        const labels = ["alertname", ...everywhere(({ labels: own }) => own)];
        const annotations = everywhere(({ annotations: own }) => own);
        assert.ok(rules.length > 20 && labels.includes("system") && annotations.includes("summary"));
        const template = Object.values(values(graph, "templateFiles") as Record<string, string>).join("\n");
        const found = (text: string, pattern: RegExp): readonly string[] =>
            [...text.matchAll(pattern)].map(([, name = ""]) => name);
        const config = JSON.stringify(configOf(TWO_WAYS).receivers).replaceAll('\\"', '"');
        const defined = found(template, /define "([^"]+)"/g);
        assert.deepEqual([...new Set(found(config, /template "([^"]+)"/g))].sort(), [...defined].sort());
        for (const label of found(template, /\.CommonLabels\.(\w+)/g)) assert.ok(labels.includes(label), label);
        for (const name of found(template, /\.Annotations\.(\w+)/g)) assert.ok(annotations.includes(name), name);
        // What holds between a critical alert and the rest of its system, or what all are told together for.
        const grouped = [
            configOf(TWO_WAYS).route.group_by,
            ...configOf(TWO_WAYS).inhibit_rules.map(({ equal = [] }) => equal),
        ];
        for (const label of grouped.flat()) assert.ok([...labels, "namespace"].includes(label), label);
    });

    it("tells what is over apart from what fires, in the words of Alertmanager", () => {
        // https://prometheus.io/docs/alerting/latest/notifications/#alert: Status is firing or resolved
        const statuses = [...JSON.stringify(values(graph, "templateFiles")).matchAll(/eq \.Status \\+"(\w+)\\+"/g)];
        assert.deepEqual(
            statuses.map(([, status]) => status),
            ["firing", "resolved"],
        );
    });

    it("reaches the internet only for those whom it tells there", async () => {
        const ports = (of: Graph) => {
            const policy = object(
                of,
                "NetworkPolicy",
                "allow-alertmanager-kube-prometheus-stack-alertmanager",
                "monitoring",
            );
            const egress = at(policy, "spec", "egress") as { ports: { port: number }[] }[];
            return egress.flatMap((rule) => rule.ports.map(({ port }) => port));
        };
        assert.deepEqual(ports(small), [443, 80], "SNS, and the agent that signs for it");
        assert.deepEqual(ports(await toldGraph()), [443, 587, 80], "webhooks, and a mail server");
    });
});
