/** Annotations that take an object out of a law. Their value is the reason: an empty one excuses nothing. */

/** On a namespace: less than restricted Pod Security is enforced. */
export const POD_SECURITY_EXCEPTION = "mindcloud.dev/pod-security-exception";
/** On a namespace: its pods are a chart's, which names images by version and gives them users and labels of its own. */
export const CHART_EXCEPTION = "mindcloud.dev/chart-exception";
/** On a pod: it runs as a user below 10001. */
export const USER_EXCEPTION = "mindcloud.dev/user-exception";
/** On a pod, followed by the name of a container that writes to its root file system. */
export const WRITABLE_ROOT_EXCEPTION = "mindcloud.dev/writable-root.";

/** On every namespace whose pods a chart of others writes. */
export const OF_A_CHART: Readonly<Record<string, string>> = {
    [CHART_EXCEPTION]:
        "a chart of others writes these pods: its version is pinned, its images, users and labels are its own",
};
