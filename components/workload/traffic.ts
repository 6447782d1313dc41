/** The traffic table: who a workload admits and whom it reaches. NetworkPolicies in both directions and the nodes' ways out are written from it. */
import type * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../aws/iam";
import type { PostgresConnection, RedisConnection } from "../handles";
import type { Port } from "./ports";

/** Who may open a connection to a port of the pod. */
export type Admission<PortName extends string = string> =
    | {
          readonly from: "workload";
          readonly workload: string;
          readonly namespace?: string;
          readonly ports: readonly PortName[];
      }
    /** Every pod of a namespace: of one that holds one thing, as a chart's. */
    | { readonly from: "namespace"; readonly namespace: string; readonly ports: readonly PortName[] }
    | { readonly from: "loadBalancer"; readonly ports: readonly PortName[] }
    /** The API server, which calls webhooks and aggregated APIs. */
    | { readonly from: "controlPlane"; readonly ports: readonly PortName[] }
    | { readonly from: "prometheus"; readonly ports: readonly PortName[] };

/** To whom the pod may open a connection. DNS is open to every pod of a namespace and needs no row. */
export type Reach =
    | {
          readonly to: "workload";
          readonly workload: string;
          readonly namespace: string;
          readonly ports: readonly Port[];
      }
    | { readonly to: "namespace"; readonly namespace: string; readonly ports: readonly Port[] }
    /** `apart`: by address alone, where no rule can name the nodes' security group. */
    | {
          readonly to: "store";
          readonly store: string;
          readonly port: number;
          readonly cidrs?: readonly string[];
          readonly apart?: true;
      }
    | { readonly to: "aws"; readonly service: string; readonly statements: readonly pulumi.Input<Statement>[] }
    /** On TCP 443, or another port. */
    | { readonly to: "internet"; readonly port?: number }
    | { readonly to: "prometheus" }
    | { readonly to: "kubernetesApi" };

type Ports<PortName extends string> = readonly [PortName, ...PortName[]];

/** Another workload, by its metadata.name; it must reach back. Of the same namespace unless `namespace` says otherwise. */
export const from = <PortName extends string>(workload: string, ...ports: Ports<PortName>): Admission<PortName> => ({
    from: "workload",
    workload,
    ports,
});

export const fromNamespace = <PortName extends string>(
    namespace: string,
    workload: string,
    ...ports: Ports<PortName>
): Admission<PortName> => ({ from: "workload", namespace, workload, ports });

/** Load balancers send from addresses in their subnets, not from a pod (target type `ip`). */
export const loadBalancer = <PortName extends string>(...ports: Ports<PortName>): Admission<PortName> => ({
    from: "loadBalancer",
    ports,
});

/** Only where Prometheus reads something that `metrics` does not say. */
export const fromPrometheus = <PortName extends string>(...ports: Ports<PortName>): Admission<PortName> => ({
    from: "prometheus",
    ports,
});

/** What a workload can be reached by, known before it exists: for two that reach each other. */
export interface Address<PortName extends string = string> {
    readonly workload: string;
    readonly namespace: string;
    /** These ports; without any, all of them. */
    on(...ports: readonly PortName[]): Reach;
}

export function address<PortName extends string>(
    namespace: string,
    workload: string,
    ports: readonly Port[],
): Address<PortName> {
    return {
        namespace,
        workload,
        on: (...names) => {
            const chosen =
                names.length === 0 ? ports : ports.filter((port) => names.some((name) => name === port.name));
            const unknown = names.filter((name) => !ports.some((port) => port.name === name));
            if (unknown.length > 0) throw new Error(`${workload} has no port ${unknown.join(", ")}`);
            return { to: "workload", namespace, workload, ports: chosen };
        },
    };
}

/** A group of our own in the data subnets, or the user's: then `cidrs` may say where. */
export const redis = (connection: RedisConnection, cidrs = connection.cidrs): Reach => ({
    ...{ to: "store", store: `redis ${connection.use}`, port: connection.port },
    ...(cidrs && { cidrs }),
    ...(connection.apart === true && { apart: true as const }),
});

export const postgres = (connection: PostgresConnection, cidrs = connection.cidrs): Reach => ({
    ...{ to: "store", store: "postgres", port: connection.port },
    ...(cidrs && { cidrs }),
    ...(connection.apart === true && { apart: true as const }),
});

/** Any other store by address, for example a Neo4j that the user brings. */
export const store = (name: string, port: number, cidrs: readonly string[]): Reach => ({
    to: "store",
    store: name,
    port,
    cidrs,
    apart: true,
});

/** An AWS service, and what the workload may do there: both or neither, so that no role is unused and no call refused. */
export const aws = (
    service: string,
    ...statements: readonly [pulumi.Input<Statement>, ...pulumi.Input<Statement>[]]
): Reach => ({ to: "aws", service, statements });

/** HTTPS, or another TCP port, of anything outside the VPC, private ranges and link-local addresses. */
export const internet = (port?: number): Reach => ({ to: "internet", ...(port !== undefined && { port }) });
export const toPrometheus = (): Reach => ({ to: "prometheus" });
