/** Ports are declared once, by name. Containers, Service, probes, policies and scraping all read them from here. */

export type Protocol = "TCP" | "UDP";

/** A number means TCP. `probesOnly`: the kubelet asks there and nobody else, so no Service offers it. */
export type PortDeclaration =
    | number
    | { readonly number: number; readonly protocol: Protocol }
    | { readonly number: number; readonly probesOnly: true };

export type Ports<Name extends string = string> = Readonly<Record<Name, PortDeclaration>>;

export interface Port {
    readonly name: string;
    readonly number: number;
    readonly protocol: Protocol;
    readonly probesOnly?: true;
}

// IANA service names, which Kubernetes asks for: at most 15 characters, at least one letter, no dash at either end.
const NAME = /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;

export function portsOf(declared: Partial<Ports> = {}): Port[] {
    return Object.entries(declared).flatMap(([name, declaration]) => {
        if (declaration === undefined) return [];
        return typeof declaration === "number"
            ? [{ name, number: declaration, protocol: "TCP" as const }]
            : [{ name, protocol: "TCP" as const, ...declaration }];
    });
}

/** What clients can connect to. */
export const offeredOf = (ports: readonly Port[]): Port[] => ports.filter(({ probesOnly }) => probesOnly !== true);

/** `ports` of all containers of a pod: they share one network, so numbers and names must be told apart. */
export function portProblems(ports: readonly Port[]): string[] {
    const twice = (texts: readonly string[]) => [
        ...new Set(texts.filter((text, index) => texts.indexOf(text) !== index)),
    ];
    return [
        ...ports
            .filter(({ name }) => !NAME.test(name))
            .map(({ name }) => `port name ${name} is none: use at most 15 lower-case letters, digits and dashes`),
        ...ports
            .filter(({ number }) => !Number.isInteger(number) || number < 1 || number > 65_535)
            .map(({ name, number }) => `port ${name} is ${number}: write 1 to 65535`),
        ...twice(ports.map(({ name }) => name)).map((name) => `two ports are called ${name}`),
        ...twice(ports.map(({ number, protocol }) => `${number}/${protocol}`)).map(
            (port) => `two ports of one pod are ${port}`,
        ),
    ];
}

/** Below this, Linux wants a capability, unless the pod lowers the bound (a safe sysctl since Kubernetes 1.22). */
const FIRST_UNPRIVILEGED = 1024;
export const UNPRIVILEGED_PORT_START = "net.ipv4.ip_unprivileged_port_start";

/** `sysctls` that let an ordinary user listen on the lowest of these ports. */
export function sysctlsFor(ports: readonly Port[]): { name: string; value: string }[] {
    const lowest = Math.min(FIRST_UNPRIVILEGED, ...ports.map(({ number }) => number));
    return lowest < FIRST_UNPRIVILEGED ? [{ name: UNPRIVILEGED_PORT_START, value: String(lowest) }] : [];
}
