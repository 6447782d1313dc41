/** The class of all Ingresses, and what holds for the one load balancer behind them. */
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { IngressClass } from "@pulumi/kubernetes/networking/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import { DATA_PROTECTION } from "../data-policy";
import type { Network } from "../handles";
import type { Scope } from "../scope";

export interface IngressClassArgs {
    readonly scope: Scope;
    readonly network: Pick<Network, "public" | "private">;
    readonly domain: NonNullable<Environment["domain"]>;
    /** For listeners; the class itself does not wait for it. */
    readonly certificateArn: pulumi.Output<string>;
    /** Name of the bucket that receives the load balancer's logs. */
    readonly logsBucket: pulumi.Output<string>;
}

export type Scheme = "internet-facing" | "internal";
/** A load balancer is one or the other for life: each has a class, and so a group, of its own. */
const CLASS_NAMES: Readonly<Record<Scheme, string>> = { "internet-facing": "alb", internal: "alb-internal" };
/** Path in the bucket: components/aws/data-stores admits the load balancer there. */
const LOGS_PREFIX = "load-balancer";
/** TLS 1.3, and 1.2 with forward secrecy and authenticated ciphers only: one of those that ELB.17 accepts. */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06";

export interface MadeIngressClass {
    readonly className: string;
    readonly groupName: string;
    readonly ready: readonly pulumi.Resource[];
}

/** IngressClassParams win over annotations (their documentation): nobody makes a second load balancer or opens this one differently by accident. */
export function createIngressClass(
    parent: pulumi.Resource,
    name: string,
    args: IngressClassArgs & { readonly scheme: Scheme },
    after: readonly pulumi.Resource[],
): MadeIngressClass {
    const { scope, network, scheme } = args;
    const labels = { "app.kubernetes.io/managed-by": "mindcloud" };
    const className = CLASS_NAMES[scheme];
    const groupName = `${scope.project}-${scope.stack}${scheme === "internal" ? "-internal" : ""}`;
    const params = new CustomResource(
        `${name}-class-params`,
        {
            apiVersion: "elbv2.k8s.aws/v1beta1",
            kind: "IngressClassParams",
            metadata: { name: className, labels },
            spec: {
                group: { name: groupName },
                scheme,
                ipAddressType: "ipv4",
                targetType: "ip",
                subnets: { ids: [...(scheme === "internal" ? network.private : network.public).ids] },
                sslPolicy: TLS_POLICY,
                loadBalancerAttributes: attributes(args),
            },
        },
        { parent, dependsOn: [...after] },
    );
    const ingressClass = new IngressClass(
        `${name}-class`,
        {
            metadata: { name: className, labels },
            spec: {
                controller: "ingress.k8s.aws/alb",
                parameters: { apiGroup: "elbv2.k8s.aws", kind: "IngressClassParams", name: className },
            },
        },
        { parent, dependsOn: [params] },
    );
    return { className, groupName, ready: [params, ingressClass] };
}

/** Elastic Load Balancing, "Load balancer attributes"; all values are strings. */
function attributes({ scope, logsBucket }: IngressClassArgs) {
    const logs = (kind: "access_logs" | "connection_logs") => [
        { key: `${kind}.s3.enabled`, value: "true" },
        { key: `${kind}.s3.bucket`, value: logsBucket },
        { key: `${kind}.s3.prefix`, value: LOGS_PREFIX },
    ];
    return [
        ...logs("access_logs"),
        ...logs("connection_logs"),
        { key: "deletion_protection.enabled", value: String(DATA_PROTECTION[scope.data].deletionProtection) },
        { key: "routing.http.drop_invalid_header_fields.enabled", value: "true" },
        { key: "routing.http.desync_mitigation_mode", value: "defensive" },
    ];
}
