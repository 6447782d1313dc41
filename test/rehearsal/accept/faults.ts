/**
 * What `make accept` is there to find, each put in where it would come from in an environment: an object of the API server, an answer of
 * Prometheus or of a door, an object of the account, a resource in a preview. Held against recorded answers in accept.test.ts, and put into
 * an environment on a real control plane in real/faults.turn.ts.
 */
import type { Json } from "../../../rehearsal/accept/facts";
import type { Answers } from "../../../rehearsal/accept/stand-in";

export interface Fault {
    readonly fault: string;
    /** Title of the check that falls short; no other may. */
    readonly check: string;
    /** What the table says of it. */
    readonly says: RegExp;
    readonly put: Put;
    /** Words for kubectl that bring it about on a real control plane; none where the account or the preview has it. */
    readonly kubectl?: readonly (readonly string[])[];
    /** Words for kubectl that print something once a controller has noticed. */
    readonly until?: readonly string[];
}

type Put =
    | {
          readonly kind: string;
          readonly named: string;
          /** Undefined: it is gone. */
          readonly change: (object: Json) => Json | undefined;
      }
    | { readonly answers: Answers }
    | { readonly type: string; readonly account: (facts: Json) => Json | undefined }
    | { readonly preview: { readonly op: string; readonly type: string; readonly name: string } };

const gone = (): undefined => undefined;
const withStatus =
    (status: Json) =>
    (object: Json): Json => ({ ...object, status });

/** In words for kubectl: the volume of Akosha's hot store. */
export const VOLUME = "<volume>";
const NOWHERE = '{"spec":{"template":{"spec":{"nodeSelector":{"mindcloud.dev/purpose":"nowhere"}}}}}';
const OLD = "2026-11-01T02:00:00Z";
export const DOOR = "https://akosha.ai.example.com/mcp";

export const FAULTS: readonly Fault[] = [
    {
        fault: "a pod is not ready",
        check: "pods run",
        says: /memstack\/memstack-api\S* (has 0 of \d+ pods ready|is Pending)/,
        put: { kind: "Deployment", named: "memstack-api", change: withStatus({ replicas: 3, unavailableReplicas: 3 }) },
        kubectl: [["-n", "memstack", "patch", "deployment", "memstack-api", "--patch", NOWHERE]],
        until: ["-n", "memstack", "get", "pods", "--field-selector=status.phase=Pending", "-o=name"],
    },
    {
        fault: "an autoscaler has no number",
        check: "autoscalers read a number",
        says: /memstack\/memstack-worker-hpa reads <unknown>/,
        put: {
            kind: "HorizontalPodAutoscaler",
            named: "memstack-worker-hpa",
            // As autoscaling/v2 has it before the first reading: a metric without `current`.
            change: withStatus({ currentReplicas: 0, currentMetrics: [{ type: "Resource" }] }),
        },
        kubectl: [["-n", "memstack", "scale", "deployment", "memstack-worker", "--replicas=0"]],
        until: [
            ...["-n", "memstack", "get", "hpa", "memstack-worker-hpa"],
            '-o=jsonpath={.status.conditions[?(@.reason=="ScalingDisabled")].reason}',
        ],
    },
    {
        fault: "a claim is not bound",
        check: "claims are bound",
        says: /akosha\/akosha-hot-store-data is (Pending|Lost)/,
        put: {
            kind: "PersistentVolumeClaim",
            named: "akosha-hot-store-data",
            change: withStatus({ phase: "Pending" }),
        },
        // What a claim is bound to goes: Kubernetes calls it Lost, for good.
        kubectl: [
            ["delete", "pv", VOLUME, "--wait=false"],
            ["patch", "pv", VOLUME, "--patch", '{"metadata":{"finalizers":null}}'],
        ],
        until: [
            ...["-n", "akosha", "get", "pvc", "--output"],
            'jsonpath={.items[?(@.status.phase=="Lost")].metadata.name}',
        ],
    },
    {
        fault: "a dashboard is missing",
        check: "dashboards are there",
        says: /akosha\/akosha-dashboards is not there/,
        put: { kind: "ConfigMap", named: "akosha-dashboards", change: gone },
        kubectl: [["-n", "akosha", "delete", "configmap", "akosha-dashboards"]],
    },
    {
        fault: "rules are not loaded",
        check: "rules are loaded",
        says: /memstack\/memstack: Prometheus does not know the group /,
        put: { kind: "PrometheusRule", named: "memstack", change: gone },
        kubectl: [["-n", "memstack", "delete", "prometheusrule", "memstack"]],
    },
    {
        fault: "a target is down",
        check: "targets are up",
        says: /(probe|serviceMonitor|podMonitor)\/\S+ (is down|finds nothing to ask)/,
        put: {
            answers: (asked, usual) =>
                asked === "/api/v1/targets" ? { ...usual, body: firstDown(usual.body) } : usual,
        },
        kubectl: [["-n", "exporters", "delete", "probe", "memstack"]],
    },
    {
        fault: "a backup is old",
        check: "backups are younger than a day",
        says: /memstack\/neo4j-backup ended well last at 2026-11-01T02:00:00Z/,
        put: { kind: "CronJob", named: "neo4j-backup", change: withStatus({ lastSuccessfulTime: OLD }) },
        kubectl: [
            [
                ...["-n", "memstack", "patch", "cronjob", "neo4j-backup", "--subresource=status", "--type=merge"],
                ...["--patch", `{"status":{"lastSuccessfulTime":"${OLD}"}}`],
            ],
        ],
    },
    {
        fault: "a certificate has expired",
        check: "certificates are issued",
        says: /ai\.example\.com is EXPIRED/,
        put: {
            type: "aws:acm/certificate:Certificate",
            account: (facts) => ({ ...facts, status: "EXPIRED", notAfter: OLD }),
        },
    },
    {
        fault: "an endpoint answers 200 without credentials",
        check: "endpoints answer, and ask who calls",
        says: /akosha\.ai\.example\.com\/mcp answers 200 to somebody without credentials/,
        put: { answers: (asked, usual) => (asked === DOOR ? { ...usual, status: 200 } : usual) },
        // Without this word the controller asks nobody to log in.
        kubectl: [["-n", "akosha", "annotate", "ingress", "--all", "alb.ingress.kubernetes.io/auth-type-"]],
    },
    {
        fault: "a name is missing in DNS",
        check: "names are in DNS",
        says: /ai\.example\.com has no address/,
        put: {
            type: "aws:route53/record:Record",
            account: (facts) => (facts.aliases === undefined ? facts : undefined),
        },
    },
    {
        fault: "an alarm is in ALARM",
        check: "alarms are quiet",
        says: / is in ALARM/,
        put: {
            type: "aws:cloudwatch/metricAlarm:MetricAlarm",
            account: (facts) => ({ ...facts, stateValue: "ALARM" }),
        },
    },
    {
        fault: "a preview has changes",
        check: "a preview changes nothing",
        says: /update budget-cost/,
        put: { preview: { op: "update", type: "aws:budgets/budget:Budget", name: "budget-cost" } },
    },
];

/** As Prometheus' HTTP API says it ("Targets"): `health` and the last error. */
function firstDown(body: Json): Json {
    const { activeTargets = [] } = body.data as { readonly activeTargets?: readonly Json[] };
    const down = { health: "down", lastError: "connection refused" };
    return { data: { activeTargets: activeTargets.map((target, at) => (at === 0 ? { ...target, ...down } : target)) } };
}
