/** What a pod's manifest says about its process, for a machine without a container. */

interface Variable {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: {
        readonly secretKeyRef?: { readonly key: string };
        readonly configMapKeyRef?: { readonly name: string; readonly key: string };
    };
}

interface Container {
    readonly name: string;
    readonly command?: readonly string[];
    readonly args?: readonly string[];
    readonly env?: readonly Variable[];
    readonly envFrom?: readonly { readonly configMapRef?: { readonly name: string } }[];
    readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
    readonly securityContext?: { readonly readOnlyRootFilesystem?: boolean; readonly runAsUser?: number };
    readonly startupProbe?: Probe;
    readonly readinessProbe?: Probe;
}

interface Probe {
    readonly httpGet?: { readonly path: string; readonly port: string | number };
}

/** A Kubernetes object as `npm run manifests` prints it. */
export interface Manifest {
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string };
    readonly data?: Readonly<Record<string, string>>;
    readonly spec?: {
        readonly template?: {
            readonly spec: {
                readonly securityContext?: { readonly runAsUser?: number };
                readonly containers: readonly Container[];
            };
        };
    };
}

export interface Process {
    readonly command: readonly string[];
    readonly variables: Readonly<Record<string, string>>;
    /** Variables whose value only the cluster has: a secret, an address that exists after a deployment. */
    readonly madeUp: readonly string[];
    readonly user: number;
    readonly readOnlyRoot: boolean;
    readonly port: number;
    readonly path: string;
}

/** In the form that a name asks for: an address where nobody listens, or long enough for what wants 32 characters of a secret. */
export const madeUpFor = (name: string): string =>
    name.endsWith("_PORT")
        ? "6379"
        : name.endsWith("_HOST")
          ? "localhost"
          : /_(URL|ENDPOINT)$/.test(name)
            ? "http://localhost:9"
            : "made-up-for-a-local-start-0123456789abcdef";

/** The first container of a Deployment or StatefulSet, as its kubelet would start it. */
export function processOf(manifests: readonly Manifest[], namespace: string, name: string): Process {
    const workload = manifests.find(
        ({ kind, metadata }) =>
            ["Deployment", "StatefulSet"].includes(kind) &&
            metadata.name === name &&
            (metadata.namespace ?? "default") === namespace,
    );
    const pod = workload?.spec?.template?.spec;
    const container = pod?.containers[0];
    if (pod === undefined || container === undefined)
        throw new Error(`${namespace}/${name}: no Deployment or StatefulSet of this name in the manifests`);
    const probe = (container.startupProbe ?? container.readinessProbe)?.httpGet;
    if (probe === undefined) throw new Error(`${namespace}/${name}: no HTTP probe to ask`);
    const user = container.securityContext?.runAsUser ?? pod.securityContext?.runAsUser;
    if (user === undefined || user === 0)
        throw new Error(`${namespace}/${name}: runs as nobody in particular, or as root`);
    const port =
        typeof probe.port === "number"
            ? probe.port
            : container.ports?.find((one) => one.name === probe.port)?.containerPort;
    if (port === undefined) throw new Error(`${namespace}/${name}: the probe names a port that the container has not`);
    return {
        command: [...(container.command ?? []), ...(container.args ?? [])],
        ...variablesOf(manifests, namespace, container),
        ...{ user, readOnlyRoot: container.securityContext?.readOnlyRootFilesystem === true, port, path: probe.path },
    };
}

function variablesOf(manifests: readonly Manifest[], namespace: string, container: Container) {
    const configMap = (name: string | undefined): Readonly<Record<string, string>> =>
        manifests.find(
            ({ kind, metadata }) => kind === "ConfigMap" && metadata.name === name && metadata.namespace === namespace,
        )?.data ?? {};
    const variables: Record<string, string> = {};
    const madeUp = new Set<string>();
    const set = (name: string, value: unknown): void => {
        // What the manifests mark as secret or unknown stands in angle brackets.
        const known = typeof value === "string" && !/<[^<>]*(secret|unknown)[^<>]*>/i.test(value);
        variables[name] = known ? value : madeUpFor(name);
        if (known) madeUp.delete(name);
        else madeUp.add(name);
    };
    for (const { configMapRef } of container.envFrom ?? [])
        for (const [name, value] of Object.entries(configMap(configMapRef?.name))) set(name, value);
    // As in a pod, `env` goes over `envFrom`.
    for (const { name, value, valueFrom } of container.env ?? []) {
        const reference = valueFrom?.configMapKeyRef;
        if (reference !== undefined) set(name, configMap(reference.name)[reference.key]);
        else set(name, valueFrom === undefined ? (value ?? "") : undefined);
    }
    return { variables, madeUp: [...madeUp] };
}
