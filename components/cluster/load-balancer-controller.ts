import type { Release } from "@pulumi/kubernetes/helm/v3/release";
import * as pulumi from "@pulumi/pulumi";
import { CHARTS } from "../../config/versions";
import type { Statement } from "../aws/iam";
import { PodIdentity } from "../aws/pod-identity";
import type { Network } from "../handles";
import { environmentTags } from "../tags";
import type { IngressSite, NamespaceHandle, Site } from "../workload/site";
import { resourceRequirements, type Resources } from "../workload/resources";
import { aws } from "../workload/traffic";
import { chartRelease } from "./chart";
import { chartHome } from "./chart-home";
import {
    chartBudget,
    chartSpread,
    controllerReplicas,
    CRITICAL,
    footprintOf,
    RESTRICTED_CONTAINER,
    RESTRICTED_POD,
    SYSTEM_NODES,
    type ChartPods,
} from "./chart-pods";
import { createIngressClass, type IngressClassArgs, type Scheme } from "./ingress-class";
import { loadBalancerStatements } from "./load-balancer-permissions";

const CHART = CHARTS.loadBalancerController;
const NAME = CHART.chart;

const RESOURCES: Resources = {
    requests: { cpu: "50m", memory: "128Mi", scratch: "64Mi" },
    limits: { cpu: "500m", memory: "384Mi", scratch: "256Mi" },
};

export interface LoadBalancerControllerArgs extends Omit<IngressClassArgs, "scope"> {
    readonly site: Site;
    readonly network: Pick<Network, "vpcId" | "public" | "private">;
    /** Security group of the nodes, to which the controller adds the way in. */
    readonly nodeSecurityGroupId: pulumi.Output<string>;
    /** Which load balancers there are. */
    readonly schemes: readonly Scheme[];
    /** The user's own tags, for load balancers too. */
    readonly tags: Readonly<Record<string, string>>;
}

/**
 * Makes Ingresses into one Application Load Balancer that sends to pods directly, and holds a pod unready until it does. Satisfies ELB.4,
 * ELB.5, ELB.6, ELB.8, ELB.12, ELB.17, CKV_AWS_91, CKV_AWS_131, CKV_AWS_150.
 */
export class LoadBalancerController extends pulumi.ComponentResource {
    readonly ingress?: IngressSite;
    readonly internalIngress?: IngressSite;
    /** The controller and its webhooks: pods that need a readiness gate start after them. */
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: LoadBalancerControllerArgs, opts?: pulumi.ComponentResourceOptions) {
        const { site, network } = args;
        const { scope, cluster } = site;
        const pods = podsOf(site);
        super("mindcloud:cluster:LoadBalancerController", name, { footprint: footprintOf(NAME, CHART, [pods]) }, opts);
        const statements = loadBalancerStatements({ ...args, ...network, scope, clusterName: cluster.clusterName });

        const home = this.createHome(name, site, statements);
        const release = this.install(name, args, home, pods, statements);

        this.ready = [release];
        if (args.schemes.includes("internet-facing"))
            this.ingress = this.createClass(name, args, "internet-facing", release);
        if (args.schemes.includes("internal"))
            this.internalIngress = {
                ...this.createClass(`${name}-internal`, args, "internal", release),
                privateCidrs: network.private.cidrs,
            };
        this.registerOutputs({ classNames: [this.ingress?.className, this.internalIngress?.className] });
    }

    private createClass(name: string, args: LoadBalancerControllerArgs, scheme: Scheme, release: Release): IngressSite {
        const { domain, certificateArn, logsBucket } = args;
        const made = createIngressClass(this, name, { ...args, scheme, scope: args.site.scope }, [release]);
        return {
            ...{ className: made.className, groupName: made.groupName },
            controller: { name: NAME, namespace: NAME },
            ...{ domainName: domain.name, zoneId: domain.zoneId, certificateArn, logsBucket },
            ready: [release, ...made.ready],
        };
    }

    private createHome(
        name: string,
        site: Site,
        statements: ReturnType<typeof loadBalancerStatements>,
    ): NamespaceHandle {
        const reach = (service: string) => aws(service, ...statements);
        return chartHome(name, {
            ...{ parent: this, site, metadataName: NAME, ports: { metrics: 8080, webhook: 9443 } },
            admits: [
                { from: "controlPlane", ports: ["webhook"] },
                { from: "prometheus", ports: ["metrics"] },
            ],
            reaches: [{ to: "kubernetesApi" }, reach("elasticloadbalancing"), reach("ec2")],
        });
    }

    private install(
        name: string,
        args: LoadBalancerControllerArgs,
        namespace: NamespaceHandle,
        pods: ReturnType<typeof podsOf>,
        statements: readonly pulumi.Input<Statement>[],
    ): Release {
        const { scope, cluster, prometheus } = args.site;
        const identity = new PodIdentity(
            `${name}-identity`,
            {
                scope,
                called: "services-load-balancer-identity",
                cluster,
                namespace: NAME,
                serviceAccount: NAME,
                statements,
            },
            { parent: this },
        );
        return chartRelease(name, {
            ...{ parent: this, chart: CHART, namespace, values: valuesOf(args, pods) },
            after: [identity, ...(prometheus?.ready ?? [])],
        });
    }
}

const podsOf = ({ scope }: Site): ChartPods & { readonly replicas: number } => ({
    ...{ name: NAME, replicas: controllerReplicas(scope), resources: RESOURCES },
});

function valuesOf(
    { site, network, tags }: LoadBalancerControllerArgs,
    { replicas, resources }: ReturnType<typeof podsOf>,
) {
    const { scope, cluster, prometheus } = site;
    const budget = chartBudget(replicas);
    return {
        fullnameOverride: NAME,
        clusterName: cluster.clusterName,
        // Both told: behind a hop limit of 1 a pod cannot ask the metadata service
        // (kubernetes-sigs/aws-load-balancer-controller/docs/deploy/installation.md).
        region: scope.region,
        vpcId: network.vpcId,
        replicaCount: replicas,
        resources: resourceRequirements(resources),
        podSecurityContext: RESTRICTED_POD,
        securityContext: RESTRICTED_CONTAINER,
        priorityClassName: CRITICAL,
        nodeSelector: SYSTEM_NODES,
        topologySpreadConstraints: chartSpread({ "app.kubernetes.io/name": NAME }, replicas),
        ...(budget && { podDisruptionBudget: budget }),
        // An upgrade reuses the webhook's certificate. The chart would make another each time, and calls fail until every replica has it.
        keepTLSSecret: true,
        // It would stand in the way of every Service in the cluster, and there is none of type LoadBalancer.
        enableServiceMutatorWebhook: false,
        // The class is ours (ingress-class.ts), after the controller that checks it.
        createIngressClassResource: false,
        disableIngressClassAnnotation: true,
        disableIngressGroupNameAnnotation: true,
        defaultTargetType: "ip",
        enableShield: false,
        enableWaf: false,
        enableWafv2: false,
        controllerConfig: {
            featureGates: {
                EnableServiceController: false,
                NLBGatewayAPI: false,
                ALBGatewayAPI: false,
                GatewayListenerSet: false,
            },
        },
        defaultTags: environmentTags(scope, tags),
        serviceMonitor: { enabled: prometheus !== undefined, interval: "30s" },
    };
}
