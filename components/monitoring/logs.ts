import * as pulumi from "@pulumi/pulumi";
import { CHARTS } from "../../config/versions";
import type { Statement } from "../aws/iam";
import { PodIdentity } from "../aws/pod-identity";
import { chartRelease } from "../cluster/chart";
import { chartHome } from "../cluster/chart-home";
import { footprintOf } from "../cluster/chart-pods";
import type { Bucket } from "../handles";
import { throughS3 } from "../workload/buckets";
import type { PrometheusSite, Site } from "../workload/site";
import { aws } from "../workload/traffic";
import {
    alloyPods,
    alloyValues,
    LOGS_SIZES,
    LOKI,
    lokiPods,
    lokiValues,
    NODE_LOGS,
    type LogsSize,
} from "./logs-values";
import { LOKI_PORT } from "./names";
import { toLoki } from "./to-loki";

export interface LogsArgs {
    readonly site: Site & { readonly prometheus: PrometheusSite };
    /** Namespace of Grafana. */
    readonly askedFrom: string;
    /** For nothing else. */
    readonly bucket: Bucket;
    /** Days that logs are kept. */
    readonly days: number;
    /** That there are at the least. */
    readonly systemNodes: number;
}

/** Logs of every pod: Alloy on each node reads them, Loki keeps them in S3, Grafana shows them beside the metrics. */
export class Logs extends pulumi.ComponentResource {
    constructor(name: string, args: LogsArgs, opts?: pulumi.ComponentResourceOptions) {
        const size = LOGS_SIZES[args.site.scope.highlyAvailable ? "highlyAvailable" : "economy"];
        const footprint = [
            ...footprintOf(LOKI, CHARTS.loki, lokiPods(size)),
            ...footprintOf(NODE_LOGS, CHARTS.alloy, alloyPods),
        ];
        super("mindcloud:monitoring:Logs", name, { footprint }, opts);

        this.keep(`${name}-loki`, args, size);
        this.collect(`${name}-alloy`, args);
        this.registerOutputs({});
    }

    private keep(name: string, args: LogsArgs, size: LogsSize): void {
        const { site, askedFrom, bucket } = args;
        const statements = storing(bucket);
        const home = chartHome(name, {
            ...{ parent: this, site, metadataName: LOKI, ports: { http: LOKI_PORT }, among: size.replicas > 1 },
            admits: [
                { from: "prometheus", ports: ["http"] },
                ...[askedFrom, NODE_LOGS].map(
                    (namespace) => ({ from: "namespace", namespace, ports: ["http"] }) as const,
                ),
            ],
            reaches: [aws("s3", ...statements)],
        });
        const { scope, cluster } = site;
        const identity = new PodIdentity(
            `${name}-identity`,
            { scope, called: "logs-loki-identity", cluster, namespace: LOKI, serviceAccount: LOKI, statements },
            { parent: this },
        );
        chartRelease(name, {
            ...{ parent: this, chart: CHARTS.loki, namespace: home, values: lokiValues(site, { ...args, size }) },
            after: [identity, ...site.prometheus.ready],
        });
    }

    private collect(name: string, { site }: LogsArgs): void {
        const home = chartHome(name, {
            ...{ parent: this, site, metadataName: NODE_LOGS, ports: { metrics: ALLOY_PORT } },
            admits: [{ from: "prometheus", ports: ["metrics"] }],
            reaches: [{ to: "kubernetesApi" }, toLoki],
            podSecurity: {
                level: "privileged",
                because:
                    "Alloy reads the log files of all pods on its node, which belong to root, and notes there how far",
            },
        });
        chartRelease(name, {
            ...{ parent: this, chart: CHARTS.alloy, namespace: home, values: alloyValues() },
            after: site.prometheus.ready,
        });
    }
}

/** chart: alloy 1.11.1, values.yaml, `alloy.listenPort`. */
const ALLOY_PORT = 12345;

/** Loki has the bucket to itself. */
function storing({ arn, key }: Bucket): readonly [Statement, ...Statement[]] {
    return [
        {
            Effect: "Allow",
            Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
            Resource: pulumi.interpolate`${arn}/*`,
        },
        { Effect: "Allow", Action: "s3:ListBucket", Resource: arn },
        ...(key === undefined
            ? []
            : [
                  {
                      Effect: "Allow" as const,
                      Action: ["kms:GenerateDataKey", "kms:Decrypt"],
                      Resource: key.arn,
                      Condition: throughS3(arn),
                  },
              ]),
    ];
}
