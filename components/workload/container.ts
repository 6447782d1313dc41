/** One container: what it runs, listens on, reads, mounts and may use. The same for main, beside and init containers. */
import type { core } from "@pulumi/kubernetes/types/input";
import { mirrored, type ImageSources } from "../../config/images";
import { environmentProblems, variables, variableSources, type EnvironmentArgs } from "./environment";
import { healthProblems, probesOf, type Health } from "./health";
import { imageProblems, imageReference, type Image, type ImageRule } from "./image";
import { portsOf, type PortDeclaration } from "./ports";
import { resourceProblems, resourceRequirements, type Resources } from "./resources";
import { containerSecurityContext, type WritableRoot } from "./security";

/** Where a volume appears; a name alone mounts it writable, but for files of configuration and secrets, which nobody can write. */
export type Mount<Volume extends string> =
    | Volume
    | {
          readonly volume: Volume;
          readonly readOnly?: true;
          /** A directory of the volume. */ readonly subPath?: string;
      };

export interface RunArgs<Volume extends string> extends EnvironmentArgs {
    readonly image: Image;
    /** Replaces the image's entry point. */
    readonly command?: readonly string[];
    readonly arguments?: readonly string[];
    readonly workingDirectory?: string;
    /** Absolute path -> volume. /tmp is always there and writable. */
    readonly mounts?: Readonly<Record<string, Mount<NoInfer<Volume>>>>;
    readonly resources: Resources;
    /** Default read-only. */
    readonly writableRoot?: WritableRoot;
}

/** What runs as long as the pod: it listens, and shows that it is well. */
export interface ServiceArgs<Port extends string, Volume extends string> extends RunArgs<Volume> {
    /** By name: at most 15 lower-case letters, digits and dashes. */
    readonly ports?: Readonly<Partial<Record<Port, PortDeclaration>>>;
    readonly health: Health<NoInfer<Port>>;
}

/** Of the pod that all its containers share. */
export interface PodFacts {
    readonly uid: number;
    readonly images: ImageRule;
    readonly sources: ImageSources;
    /** Volume that every container has as /tmp. */
    readonly temporary: string;
    /** Volumes that nobody can write (https://kubernetes.io/docs/concepts/storage/projected-volumes/): each mount says so. */
    readonly readOnly: readonly string[];
}

/** Names of volumes are checked where they are written; from here on they are plain strings. */
export type AnyRun = RunArgs<string>;
export type AnyService = ServiceArgs<string, string>;

export function runContainer(name: string, args: AnyRun, pod: PodFacts): core.v1.Container {
    const { uid, sources } = pod;
    const env = variables(args);
    const envFrom = variableSources(args);
    return {
        name,
        image: mirrored(imageReference(args.image), sources),
        // Also with a digest: only then does the registry check that this pod may have it (kube-score, CKV_K8S_15).
        imagePullPolicy: "Always",
        ...(args.command && { command: [...args.command] }),
        ...(args.arguments && { args: [...args.arguments] }),
        ...(args.workingDirectory !== undefined && { workingDir: args.workingDirectory }),
        ...(env.length > 0 && { env }),
        ...(envFrom.length > 0 && { envFrom }),
        resources: resourceRequirements(args.resources),
        securityContext: containerSecurityContext(uid, args.writableRoot),
        // The last lines of the log where the application writes no message: `kubectl describe` then says why it died.
        terminationMessagePolicy: "FallbackToLogsOnError",
        volumeMounts: mountsOf(name, args, pod),
    };
}

export function serviceContainer(name: string, args: AnyService, pod: PodFacts): core.v1.Container {
    const ports = portsOf(args.ports);
    const numberOf = (port: string): number => ports.find((one) => one.name === port)?.number ?? 0;
    return {
        ...runContainer(name, args, pod),
        ...(ports.length > 0 && {
            ports: ports.map((port) => ({ name: port.name, containerPort: port.number, protocol: port.protocol })),
        }),
        ...probesOf(args.health, numberOf),
    };
}

export function runProblems(name: string, args: AnyRun, { images }: PodFacts, volumes: readonly string[]): string[] {
    const paths = Object.keys(args.mounts ?? {});
    return [
        ...(/^(?=.{1,63}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(name)
            ? []
            : [`container name ${name} is none: use at most 63 lower-case letters, digits and dashes`]),
        ...imageProblems(args.image, images),
        ...resourceProblems(name, args.resources),
        ...environmentProblems(name, args),
        ...paths
            .filter((path) => !path.startsWith("/"))
            .map((path) => `container ${name} mounts at ${path}: write an absolute path`),
        ...Object.values(args.mounts ?? {})
            .map(volumeOf)
            .filter((volume) => !volumes.includes(volume))
            .map((volume) => `container ${name} mounts ${volume}, which is no volume of the pod`),
        ...(args.writableRoot?.because === "" ? [`container ${name} has a writable root without a reason`] : []),
    ];
}

export function serviceProblems(name: string, args: AnyService, pod: PodFacts, volumes: readonly string[]): string[] {
    const own = portsOf(args.ports).map((port) => port.name);
    return [...runProblems(name, args, pod, volumes), ...healthProblems(name, args.health, own)];
}

export const mountedVolumes = ({ mounts = {} }: AnyRun): string[] => Object.values(mounts).map(volumeOf);

const volumeOf = (mount: Mount<string>): string => (typeof mount === "string" ? mount : mount.volume);

/** A directory of its own in /tmp for each container: what one writes there, another cannot read by accident. */
function mountsOf(
    container: string,
    { mounts = {} }: AnyRun,
    { temporary, readOnly }: PodFacts,
): core.v1.VolumeMount[] {
    const declared = Object.entries(mounts).map(([mountPath, mount]) => {
        const { volume: name, subPath, readOnly: asked } = typeof mount === "string" ? { volume: mount } : mount;
        return {
            ...{ name, mountPath },
            ...((asked ?? readOnly.includes(name)) && { readOnly: true }),
            ...(subPath !== undefined && { subPath }),
        };
    });
    return "/tmp" in mounts ? declared : [...declared, { name: temporary, mountPath: "/tmp", subPath: container }];
}
