/** Fields that the API server does not change in place, by kind; the same rows as in the Kubernetes provider (`force_new.go`). */
export const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
    ClusterRoleBinding: ["roleRef"],
    ConfigMap: ["binaryData", "data"],
    DaemonSet: ["spec.selector"],
    Deployment: ["spec.selector"],
    Job: ["spec.completionMode", "spec.selector", "spec.template"],
    PersistentVolumeClaim: ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
    RoleBinding: ["roleRef"],
    Secret: ["data", "stringData", "type"],
    Service: ["spec.clusterIP"],
    StatefulSet: ["spec.podManagementPolicy", "spec.selector", "spec.serviceName", "spec.volumeClaimTemplates"],
    StorageClass: ["allowedTopologies", "parameters", "provisioner", "volumeBindingMode"],
};

/** What an object is called: another name or namespace is another object. */
export const IDENTITY: readonly string[] = ["apiVersion", "kind", "metadata.name", "metadata.namespace"];
