/** Words and numbers of Alertmanager, Prometheus and Grafana (scalars.ts has the rest). */
import { says, type Scalar } from "./scalar";

export const MONITORING: readonly Scalar[] = [
    // prometheus.io/docs/alerting/latest/configuration
    says("no object of a namespace changes who is told", /alertmanagerConfigSelector\S+$/, /^none$/),
    says(
        "a cluster that is gone silences what is in it, a page its own warnings, and the switch nothing",
        /inhibit_rules\[\d\]\.\w+_matchers\[\d\]$/,
        /^(scope!?="cluster"|severity="critical"|severity=~"warning\|info"|alertname!="Watchdog")$/,
    ),
    says("of its own system only", /inhibit_rules\[1\]\.equal\[0\]$/, /^system$/),
    says(
        "each has a name of its own",
        /receivers\[\d\]\.name$/,
        /^(\(nobody\)|\(dead man's switch\)|operators( \+ post)?|pager \+ chat)$/,
    ),
    says(
        "addresses are secrets, and so are files",
        /webhook_configs\[0\]\.url_file$/,
        /^\/etc\/alertmanager\/secrets\/alertmanager-receivers\/dead_mans_switch$/,
    ),
    says("the Secret of these files", /alertmanagerSpec\.secrets\[0\]$/, /^alertmanager-receivers$/),
    says(
        "by the template below",
        /_configs\[0\]\.(message|subject|title|text|description|details\.text|headers\.Subject)$/,
        /^\{\{ template "mindcloud\.(text|title)" \. \}\}$/,
    ),
    says("this environment's topic", /topic_arn$/, /^arn:aws:sns:us-east-1:000000000000:mindcloud-golden-alarms$/),
    says(
        "everything to operators, nothing of what is for information, the switch to who misses it",
        /(route|routes\[\d\])\.receiver$/,
        /^(operators( \+ post)?|pager \+ chat|\(nobody\)|\(dead man's switch\))$/,
    ),
    says(
        "three kinds: the switch, information, pages",
        /routes\[\d\]\.matchers\[0\]$/,
        /^(alertname="Watchdog"|severity="(info|critical)")$/,
    ),
    says(
        "the switch is heard every minute",
        /routes\[0\]\.(group_interval|group_wait|repeat_interval)$/,
        /^(1m|0s|50s)$/,
    ),
    says(
        "a page is told within ten seconds, and hourly",
        /routes\[[1-3]\]\.(group_wait|repeat_interval)$/,
        /^(10s|1h)$/,
    ),
    says(
        "the rest in half a minute, with what comes in five, twice a day",
        /route\.(group_wait|group_interval|repeat_interval)$/,
        /^(30s|5m|12h)$/,
    ),
    says(
        "the chart's own place of templates",
        /alertmanager\.config\.templates\[0\]$/,
        /^\/etc\/alertmanager\/config\/\*\.tmpl$/,
    ),

    says(
        "where who forwards a port finds it",
        /(externalUrl|root_url)$/,
        /^(http:\/\/localhost:(9090|9093|3000)\/?|https:\/\/grafana\.ai\.example\.com\/)$/,
    ),
    says(
        "days of the stack file, and what the volume holds besides the write-ahead log",
        /prometheusSpec\.retention(Size)?$/,
        /^(30d|40GiB)$/,
    ),
    says(
        "the dashboard of cost and nodes asks for these",
        /metricLabelsAllowlist\[0\]$/,
        /^nodes=\[node\.kubernetes\.io\/instance-type,eks\.amazonaws\.com\/capacityType,mindcloud\.dev\/node-group\]$/,
    ),
    says("the Secret with its password", /admin\.existingSecret$/, /^grafana-admin$/),
    says("policies open this port", /grafana\.service\.port$/, /^3000$/),
    says(
        "dashboards name data sources by these",
        /additionalDataSources\[0\]\.(name|type|uid|access)$/,
        /^(Loki|loki|proxy)$/,
    ),
    says(
        "dashboards name data sources by these",
        /sidecar\.datasources\.((alertmanager\.)?uid)$/,
        /^(alertmanager|prometheus)$/,
    ),
    says(
        "Services of the charts",
        /(additionalDataSources\[0\]|alertmanager)\.url$/,
        /^http:\/\/(loki\.loki|kube-prometheus-stack-alertmanager\.monitoring)\.svc:(3100|9093)$/,
    ),
    says("Secrets may not be read", /sidecar\.\w+\.resource$/, /^configmap$/),
    says(
        "dashboards carry it",
        /sidecar\.dashboards\.(label|labelValue|searchNamespace|folderAnnotation)$/,
        /^(grafana_dashboard|1|ALL|grafana_folder)$/,
    ),
    // People who are told by mail, chat and pager, and log in by OIDC (docs/guides).
    says(
        "a file of the receivers' Secret, by the receiver's name",
        /_configs\[0\]\.(auth_password|routing_key|api_url)_file$/,
        /^\/etc\/alertmanager\/secrets\/alertmanager-receivers\/(post|pager|chat)$/,
    ),
    says(
        "as the stack file has it",
        /_configs\[0\]\.(auth_username|from|to|channel)$/,
        /^(AKIDEXAMPLE|alerts@example\.com|memory@example\.com|#alerts)$/,
    ),
    says(
        "mail is handed over on the port that begins TLS (RFC 6409)",
        /smarthost$/,
        /^email-smtp\.us-east-1\.amazonaws\.com:587$/,
    ),
    says("text alone: the chart's own page would be sent as well", /email_configs\[0\]\.html$/, /^$/),
    says(
        "read by Grafana's group alone, where client_secret looks",
        /extraSecretMounts\[0\]\.(name|secretName|mountPath|defaultMode)$/,
        /^(oidc|grafana-oidc|\/etc\/secrets\/oidc|288)$/,
    ),
    says(
        "as the stack file has it",
        /generic_oauth\.(client_id|auth_url|token_url|api_url|allowed_groups)$/,
        /^(grafana|https:\/\/login\.example\.com\/oauth2\/(authorize|token|userInfo)|platform,engineering)$/,
    ),
    // grafana.com/docs/grafana/latest/setup-grafana/configure-access/configure-authentication/generic-oauth/
    says("a file, not a value", /generic_oauth\.client_secret$/, /^\$__file\{\/etc\/secrets\/oidc\/client-secret\}$/),
    says(
        "groups decide who administers",
        /generic_oauth\.(groups_attribute_path|role_attribute_path|scopes)$/,
        /^(groups|contains\(groups\[\*\], 'platform'\) && 'Admin' \|\| 'Viewer'|openid profile email groups)$/,
    ),
    says("what the button says", /generic_oauth\.name$/, /^Single sign-on$/),
];
