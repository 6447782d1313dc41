/** How to reach a cluster: a kubeconfig without a credential in it. */

export interface KubeconfigArgs {
    readonly clusterName: string;
    readonly region: string;
    /** URL of the API server. */
    readonly endpoint: string;
    /** PEM of the cluster's certificate authority, base64. */
    readonly certificateAuthority: string;
}

/**
 * Kubeconfig as JSON (which is YAML), its keys in alphabetical order. The token is fetched when it is needed, by whoever runs: it lives 15
 * minutes, so none is stored, and no profile is named, because a profile of one machine is unknown on the next.
 */
export function kubeconfig({ clusterName, region, endpoint, certificateAuthority }: KubeconfigArgs): string {
    const exec = {
        apiVersion: "client.authentication.k8s.io/v1beta1",
        args: ["eks", "get-token", "--cluster-name", clusterName, "--output", "json", "--region", region],
        command: "aws",
        installHint: "Install the AWS CLI, version 2.",
        interactiveMode: "Never",
    };
    return JSON.stringify({
        apiVersion: "v1",
        clusters: [
            { cluster: { "certificate-authority-data": certificateAuthority, server: endpoint }, name: clusterName },
        ],
        contexts: [{ context: { cluster: clusterName, user: clusterName }, name: clusterName }],
        "current-context": clusterName,
        kind: "Config",
        users: [{ name: clusterName, user: { exec } }],
    });
}
