/** From what a stack says about a workload's image to what its containers run. */
import type { Environment } from "../../config/environment";
import { systemRegistry } from "../../config/images";
import { image, type Image } from "../workload";
import { STAND_IN, type RunSetting } from "./settings";
import { standIn, type StandInRole } from "./stand-in";
import type { Metric } from "../monitoring/catalogue";

/** How a workload runs when the stack says nothing else: its document. */
export interface DocumentedRun<Port extends string = never> {
    /** Repository of bootstrap/account.yaml: `akosha`, `myriad/orchestrator`. */
    readonly repository: string;
    readonly command?: readonly string[];
    readonly arguments?: readonly string[];
    readonly ports?: Readonly<Record<Port, number>>;
    /** Path of the probes. Default /health. */
    readonly healthPath?: string;
    /** serves: listens on its ports. works: runs without one. ends: a job. Default serves. */
    readonly role?: StandInRole;
    /**
     * What its /metrics exports, and on which port: the stand-in exports the same. Where nobody reads it, a port of its own stays closed: a
     * target that is always down trains people to ignore red.
     */
    readonly metrics?: {
        readonly on: NoInfer<Port>;
        readonly catalogue: readonly Metric[];
        readonly scraped: boolean;
    };
}

/** Spread into the arguments of a Workload, `ports` and `healthPath` where it says them. */
export interface Run<Port extends string> {
    readonly image: Image;
    readonly command?: readonly string[];
    readonly arguments?: readonly string[];
    /** A number that two of them share is there once, by the first name. */
    readonly ports: Readonly<Record<Port, number>>;
    /** What Prometheus reads, if it does. */
    readonly metrics?: { readonly on: Port };
    readonly healthPath: string;
    /** What the stack adds, and what only the stand-in reads. */
    readonly environment: Readonly<Record<string, string>>;
    /** For what only one of the two has, for example the command of an exec probe. */
    readonly isStandIn: boolean;
}

export interface ImageSettings {
    /** Host and path before the repositories. */
    readonly registry: string;
    /** Digest of stand-in there. */
    readonly standIn: string;
}

export const imageSettingsOf = (environment: Environment): ImageSettings => ({
    registry: systemRegistry(environment),
    standIn: environment.images.standIn,
});

export class Images {
    readonly #settings: ImageSettings;

    constructor(settings: ImageSettings) {
        this.#settings = settings;
    }

    /** An image of this project by repository and digest. */
    own(repository: string, digest: string): Image {
        return image(`${this.#settings.registry}/${repository}@${digest}`);
    }

    run<Port extends string = never>(setting: RunSetting, documented: DocumentedRun<Port>): Run<Port> {
        const read = documented.metrics?.scraped === true ? documented.metrics : undefined;
        const { ports, on } = sharedPorts(
            opened({ ...documented.ports, ...setting.ports }, read !== undefined) as Record<Port, number>,
        );
        const metrics = read && { metrics: { on: on(read.on) } };
        const healthPath = setting.healthPath ?? documented.healthPath ?? "/health";
        const { variables = {} } = setting;
        if (setting.image === STAND_IN) {
            const {
                command,
                arguments: args,
                environment: told,
            } = standIn({
                ...{ repository: documented.repository, ports, healthPath },
                role: documented.role ?? (Object.keys(ports).length > 0 ? "serves" : "works"),
                ...(read && { metrics: { ...read, on: on(read.on) } }),
            });
            const environment = { ...variables, ...told };
            return {
                ...{ image: this.own("stand-in", this.#settings.standIn), command, arguments: args },
                ...{ ports, healthPath, environment, isStandIn: true, ...metrics },
            };
        }
        const command = setting.command ?? documented.command;
        const args = setting.arguments ?? documented.arguments;
        return {
            image: setting.image.startsWith("sha256:")
                ? this.own(documented.repository, setting.image)
                : image(setting.image),
            ...(command && { command }),
            ...(args && { arguments: args }),
            ...{ ports, healthPath, environment: variables, isStandIn: false, ...metrics },
        };
    }
}

/** Port that is for Prometheus alone. */
const METRICS = "metrics";

const opened = (wanted: Readonly<Record<string, number | undefined>>, isRead: boolean): Record<string, number> =>
    Object.fromEntries(
        Object.entries(wanted).flatMap(([name, number]) =>
            number === undefined || (name === METRICS && !isRead) ? [] : [[name, number]],
        ),
    );

/** One server may have several roles: upstream's Akosha answers clients and Prometheus on the same port. */
function sharedPorts<Port extends string>(wanted: Readonly<Record<Port, number>>) {
    const names = Object.keys(wanted) as Port[];
    const on = (port: Port): Port => names.find((name) => wanted[name] === wanted[port]) ?? port;
    const ports = Object.fromEntries(names.filter((name) => on(name) === name).map((name) => [name, wanted[name]]));
    return { on, ports: ports as Record<Port, number> };
}
