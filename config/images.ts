/** Where images come from: by their upstream name everywhere in this program, and from here on by the registry that the stack file puts in its place. */
import type { Environment } from "./environment";
import type { Settings } from "./schema";
import { CHART_SOURCES, IMAGES } from "./versions";
import { dnsSuffixOf } from "./zones";

/** What a stack file says of registries. */
export type ImageSources = Pick<Settings["images"], "mirrors" | "logins">;

/** Host of a registry, by the rule of Docker's references: what is before the first slash, where it has a dot, a port or is localhost. */
export const hostOf = (reference: string): string => reference.split("/")[0] ?? "";

/** The same image in the registry that stands for its host; there as under its own name. Mirrors have none themselves. */
export function mirrored(reference: string, { mirrors }: Pick<ImageSources, "mirrors">): string {
    const host = hostOf(reference);
    const mirror = mirrors[host];
    return mirror === undefined ? reference : `${mirror}${reference.slice(host.length)}`;
}

/** Whether nodes need more than their role to pull it. */
export const needsLogin = (reference: string, sources: ImageSources): boolean =>
    Object.hasOwn(sources.logins, hostOf(mirrored(reference, sources)));

/** Upstream names of the images of charts, with the host. */
export const chartImages = (chart: string): readonly string[] => (CHART_SOURCES[chart] ?? []).map(({ image }) => image);

/** Hosts of every image that is not a system's own. */
export const UPSTREAM_HOSTS: readonly string[] = [
    ...new Set([...Object.values(IMAGES), ...Object.keys(CHART_SOURCES).flatMap(chartImages)].map(hostOf)),
].sort();

/** Private registries of ECR, which nodes read by their role: of any account, with its region. */
const ECR = /^\d{12}\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

export const isEcr = (host: string): boolean => ECR.test(host);

export const ecrRegion = (host: string): string | undefined => ECR.exec(host)?.[1];

/** The environment's own registry, where bootstrap/account.yaml makes the repositories, unless the stack names another. */
export const systemRegistry = ({
    account,
    region,
    partition,
    project,
    images,
}: Pick<Environment, "account" | "region" | "partition" | "project" | "images">): string =>
    images.registry ?? `${account}.dkr.ecr.${region}.${dnsSuffixOf(partition)}/${project}`;

const HTTPS = 443;

/** Ports of registries that answer on another one than HTTPS: nodes must be let out to them. Where they are is their names' business. */
export const registryPorts = ({
    registry,
    mirrors,
}: Pick<Settings["images"], "registry" | "mirrors">): readonly number[] =>
    [
        ...new Set(
            [...Object.values(mirrors), ...(registry === undefined ? [] : [registry])]
                .map((each) => Number(hostOf(each).split(":")[1] ?? HTTPS))
                .filter((port) => port !== HTTPS),
        ),
    ].sort((a, b) => a - b);
