/** What a cluster of others has, as the parts of a Site that an installed service would be. Nothing is made for them, so nothing waits. */
import type * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import type { Site } from "../workload";
import { refuse } from "../workload/refuse";

type Settings = Pick<Environment, "clusterServices" | "existing" | "domain">;
type ClassesOfOthers = NonNullable<NonNullable<Environment["existing"]["cluster"]>["storageClasses"]>;
type Service = keyof Environment["clusterServices"];

export const isInstalled = ({ clusterServices }: Pick<Environment, "clusterServices">, service: Service): boolean =>
    clusterServices[service] === "install";

/** Checked when the stack file is read (config/checks/existing-cluster): here it is a programming error. */
function given<T>(value: T | undefined, what: string): T {
    refuse("existing.cluster", value === undefined ? [`does not say ${what}, and a system needs it`] : []);
    return value as T;
}

export const presentStorageClasses = ({ existing }: Settings): Site["storageClasses"] =>
    withDisposable(given(existing.cluster?.storageClasses, "its StorageClasses"));

/** Where nothing else is said, its class for databases is taken to delete. */
const withDisposable = ({ general, database, disposable = database }: ClassesOfOthers): Site["storageClasses"] => ({
    ...{ general, database, disposable },
});

export const presentSecretStore = ({ existing }: Settings): NonNullable<Site["secretStore"]> => ({
    name: given(existing.cluster?.secretStore, "its ClusterSecretStore"),
    ready: [],
});

/** Undefined: nobody reads metrics, and no monitors are made. */
export function presentPrometheus({ existing }: Settings): Site["prometheus"] {
    const monitoring = existing.cluster?.monitoring;
    return monitoring && { ...monitoring, present: true, ready: [] };
}

export function presentIngress(
    { existing, domain }: Settings,
    certificateArn: pulumi.Output<string>,
): NonNullable<Site["ingress"]> {
    const className = given(existing.cluster?.ingressClass, "its IngressClass");
    const { name: domainName, zoneId } = given(domain, "its domain");
    // Where its documentation installs it (kubernetes-sigs/aws-load-balancer-controller/docs/deploy/installation.md).
    const controller = { name: "aws-load-balancer-controller", namespace: "kube-system" };
    return { className, domainName, zoneId, certificateArn, controller, ready: [] };
}
