/** Monitoring: where it is opened, who is told, how long it remembers. */
import { z } from "zod";
import { outsideUrl } from "../../components/systems/outside";
import { integer, shortName } from "./primitives";
import { receiver, SEVERITIES } from "./receivers";

/** Links are made by adding a path, so a base ends in none. */
const baseUrl = z
    .string()
    .regex(
        /^https?:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]))?(\/[\w.~%/-]*[\w~-])?$/i,
        "is not the address of a page | write for example https://grafana.example.com, without a slash at the end",
    );
const httpsUrl = outsideUrl(
    String.raw`[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:443)?(/[\w.~%/-]*)?`,
    "is not an HTTPS address on port 443 | write for example https://login.example.com/oauth2/authorize",
);
/** Of a group, a team or a system: it goes into a matcher and into a query, in quotes. */
const word = z.string().regex(/^[\w.:/ -]{1,128}$/, "is not a name | use letters, digits, spaces or _.:/-");

const urls = z.strictObject({
    grafana: baseUrl.describe("Grafana, as people open it. Default with a domain and grafana.oidc: grafana.<domain>."),
    prometheus: baseUrl.describe("Prometheus."),
    alertmanager: baseUrl.describe("Alertmanager."),
    runbooks: baseUrl
        .optional()
        .describe(
            "Where this repository is browsed, for links to runbooks; for example https://github.com/<owner>/<repository>/blob/main. Without it alerts name the file.",
        ),
});

const route = z.strictObject({
    severities: z
        .array(z.enum(SEVERITIES))
        .min(1, "matches nothing | name a severity, or leave the key out")
        .optional()
        .describe("Only these. Default critical and warning; info is told to nobody who does not ask for it."),
    systems: z
        .array(word)
        .min(1, "matches nothing | name a system, or leave the key out")
        .optional()
        .describe(
            "Only alerts of these systems, as in app.kubernetes.io/part-of; platform is what all share. Default all.",
        ),
    teams: z
        .array(word)
        .min(1, "matches nothing | name a team, or leave the key out")
        .optional()
        .describe("Only alerts of these teams. Default all."),
    to: z.array(shortName).min(1, "tells nobody | name a receiver").describe("Receivers."),
});

const oidc = z.strictObject({
    clientId: word.describe(
        "Client that the provider knows Grafana by. Its secret: mindcloud:secrets.monitoring.grafanaOidc.",
    ),
    authUrl: httpsUrl.describe(
        "Authorization endpoint. The redirect URL is <monitoring.urls.grafana>/login/generic_oauth.",
    ),
    tokenUrl: httpsUrl.describe("Token endpoint."),
    userUrl: httpsUrl.describe("Userinfo endpoint."),
    groupsClaim: z
        .string()
        .regex(/^[A-Za-z_]\w*$/, "is not the name of a claim | use letters, digits and underscores")
        .optional()
        .describe("Claim that lists the groups of a person. Default groups."),
    adminGroup: word.describe("Who is in it administers Grafana."),
    viewerGroups: z
        .array(word)
        .min(1, "lets nobody in | name a group, or leave the key out")
        .optional()
        .describe("Who is in one of them may look. Default everybody whom the provider lets in."),
});

export const monitoring = z.strictObject({
    urls: urls.describe(
        "Addresses that links in alerts and dashboards begin with. The defaults are where docs/monitoring.md has kubectl forward them.",
    ),
    receivers: z
        .record(shortName, receiver)
        .describe("Who is told of alerts, by name. operators, the environment's own SNS topic, is always there."),
    routes: z
        .array(route)
        .describe(
            "Which alerts go to which receivers; the first that matches takes an alert. What none takes goes to defaultTo.",
        ),
    defaultTo: z.array(shortName).describe("Receivers of critical and warning alerts that no route takes."),
    deadMansSwitch: z
        .boolean()
        .describe(
            "Calls an external URL every minute while alerts can be sent; whoever answers there tells when the calls stop. The URL: mindcloud:secrets.monitoring.deadMansSwitch.",
        ),
    metricsDays: integer(1, 400, "days").describe("Days that Prometheus keeps metrics, where its volume holds them."),
    logs: z.strictObject({
        enabled: z.boolean().describe("Logs of all pods in Loki, beside the metrics in Grafana."),
        days: integer(1, 3650, "days").describe("Days that logs are kept."),
    }),
    cloudWatch: z
        .boolean()
        .describe(
            "Load balancer, Valkey, PostgreSQL and buckets as CloudWatch sees them, in Prometheus. AWS charges each metric that is read.",
        ),
    grafana: z.strictObject({
        oidc: oidc
            .optional()
            .describe(
                "Login by an OpenID Connect provider. With a domain, Grafana then gets a name and TLS. Without it: admin only, by port-forward.",
            ),
    }),
});
export type MonitoringSettings = z.infer<typeof monitoring>;
