/** Namespaces that are somebody's already, whether enabled or not: enabling a system later must not collide. */
export const KNOWN_NAMESPACES: Readonly<Partial<Record<string, string>>> = {
    default: "Kubernetes",
    akosha: "Akosha",
    memstack: "MemStack",
    myriad: "Myriad",
    "myriad-python": "Myriad (Python)",
    "simple-cli": "Simple-CLI",
    monitoring: "the monitoring",
    logging: "the monitoring",
    keda: "the cluster services",
    "external-secrets": "the cluster services",
    "cluster-services": "the cluster services",
    "amazon-cloudwatch": "AWS add-ons",
    "amazon-network-flow-monitor": "AWS add-ons",
};
