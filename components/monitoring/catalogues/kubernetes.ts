/**
 * Kubernetes' objects, pods, containers and volumes. `namespace`, `pod` and `container` are the object's own: the monitors of
 * kube-prometheus-stack let them win over the exporter's (honorLabels).
 */
import type { Catalogue } from "../catalogue";
import { KUBELET_METRICS } from "./kubernetes-kubelet";
import { OBJECTS } from "./kubernetes-objects";
import { PODS } from "./kubernetes-pods";

export const KUBERNETES = { ...OBJECTS, ...PODS, ...KUBELET_METRICS } as const satisfies Catalogue;
