/** The pod template: docs/design.md, rule 9, for everyone, without being asked. */
import type { core } from "@pulumi/kubernetes/types/input";
import type * as pulumi from "@pulumi/pulumi";
import { needsLogin, type ImageSources } from "../../config/images";
import type { ConfigurationHandle } from "./configuration";
import {
    mountedVolumes,
    runContainer,
    runProblems,
    serviceContainer,
    serviceProblems,
    type AnyRun,
    type AnyService,
    type PodFacts,
} from "./container";
import { environmentSources } from "./environment";
import { imageReference, imageVersion } from "./image";
import { standardLabels, type Labels } from "./labels";
import { nodePlacement } from "./placement";
import type { AnyPodArgs, SidecarArgs } from "./pod-args";
import { portProblems, portsOf, type Port } from "./ports";
import { PRIORITIES, type Priority } from "./priority";
import { LOGINS_SECRET } from "./registry-logins";
import { largestOf, numbersOf, scratchLimit, sumOf, type ResourceNumbers } from "./resources";
import { DEFAULT_USER, exceptionAnnotations, podSecurityContext, userProblems } from "./security";
import type { SecretHandle } from "./synced-secret";
import {
    podVolumes,
    readOnlyVolumes,
    scratch,
    volumeProblems,
    volumeResources,
    volumeSources,
    type Volume,
    type Volumes,
} from "./volumes";

/** Volume for /tmp that every pod has; its limit is the main container's limit of scratch. */
const TEMPORARY = "tmp";

/** A pod as its controllers see it: built once, from any of the three kinds of arguments. */
export interface Pod {
    readonly name: string;
    readonly mainContainer: string;
    readonly ports: readonly Port[];
    readonly labels: Labels;
    readonly spec: core.v1.PodSpec;
    /** Reasons for exceptions, and what rolls the pod. */
    readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;
    readonly waitsFor: readonly pulumi.Resource[];
    readonly perPod: ResourceNumbers;
    readonly largestContainer: ResourceNumbers;
    readonly hasSidecars: boolean;
    readonly problems: readonly string[];
}

export interface PodShape {
    readonly name: string;
    /** A workload's main container has ports and probes; a job's has none. */
    readonly main:
        | { readonly kind: "service"; readonly args: AnyService }
        | { readonly kind: "run"; readonly args: AnyRun };
    readonly pod: AnyPodArgs;
    readonly priority: Priority;
    readonly graceSeconds: number;
    /** preStop of everything that serves. */
    readonly lifecycle: { readonly lifecycle?: core.v1.Lifecycle };
    /** restartPolicy, spreading: what differs by controller. */
    readonly more: Partial<core.v1.PodSpec>;
}

const NO_SOURCES: ImageSources = { mirrors: {}, logins: {} };

type Sidecars = Readonly<Record<string, SidecarArgs<string, string>>>;

export function podOf(shape: PodShape): Pod {
    const { name, main, pod } = shape;
    const mainContainer = pod.containerName ?? name;
    const sidecars: Sidecars = pod.sidecars ?? {};
    const init = pod.init ?? {};
    const volumes: Volumes = { ...(pod.volumes ?? {}), [TEMPORARY]: scratch(scratchLimit(main.args.resources)) };
    const ports = [
        ...(main.kind === "service" ? portsOf(main.args.ports) : []),
        ...Object.values(sidecars).flatMap((one) => portsOf(one.ports)),
    ];
    const facts: PodFacts = {
        uid: pod.user?.uid ?? DEFAULT_USER,
        images: pod.namespace.site.images,
        sources: pod.namespace.site.sources ?? NO_SOURCES,
        temporary: TEMPORARY,
        readOnly: readOnlyVolumes(volumes),
    };
    const runs: Readonly<Record<string, AnyRun>> = { ...init, ...sidecars, [mainContainer]: main.args };

    return {
        name,
        mainContainer,
        ports,
        labels: {
            app: name, // as the documents' manifests and commands say it: kubectl get pods -l app=orchestrator
            ...standardLabels({
                name,
                partOf: pod.namespace.system,
                version: imageVersion(main.args.image),
                ...(pod.component !== undefined && { component: pod.component }),
            }),
        },
        spec: {
            serviceAccountName: name,
            automountServiceAccountToken: pod.kubernetesApi !== undefined,
            enableServiceLinks: false,
            priorityClassName: PRIORITIES[shape.priority].className,
            terminationGracePeriodSeconds: shape.graceSeconds,
            securityContext: podSecurityContext(facts.uid, ports),
            ...pullSecrets(Object.values(runs), facts),
            ...initContainers(init, sidecars, facts),
            containers: [mainOf(mainContainer, shape, facts), ...beside(sidecars, shape, facts)],
            volumes: podVolumes(volumes),
            ...nodePlacement(pod.nodes ?? "general"),
            ...shape.more,
        },
        annotations: {
            ...exceptionAnnotations(
                pod.user,
                Object.fromEntries(Object.entries(runs).map(([key, { writableRoot }]) => [key, writableRoot])),
            ),
            ...rollingAnnotations([...Object.values(runs).flatMap(environmentSources), ...volumeSources(volumes)]),
        },
        waitsFor: [
            ...Object.values(runs)
                .flatMap(environmentSources)
                .flatMap(({ ready }) => [...ready]),
            ...volumeResources(volumes),
        ],
        perPod: perPodOf(init, sidecars, main.args),
        largestContainer: largestOf(Object.values(runs).map(({ resources }) => numbersOf(resources))),
        hasSidecars: Object.keys(sidecars).length > 0,
        problems: podProblems(shape, { mainContainer, sidecars, init, ports, facts }),
    };
}

function pullSecrets(runs: readonly AnyRun[], { sources }: PodFacts): Pick<core.v1.PodSpec, "imagePullSecrets"> {
    const asked = runs.some(({ image }) => needsLogin(imageReference(image), sources));
    return asked ? { imagePullSecrets: [{ name: LOGINS_SECRET }] } : {};
}

function mainOf(container: string, { main, lifecycle }: PodShape, facts: PodFacts): core.v1.Container {
    return main.kind === "service"
        ? { ...serviceContainer(container, main.args, facts), ...lifecycle }
        : runContainer(container, main.args, facts);
}

function beside(sidecars: Sidecars, { lifecycle }: PodShape, facts: PodFacts): core.v1.Container[] {
    return Object.entries(sidecars)
        .filter(([, { starts }]) => starts === "beside")
        .map(([container, args]) => ({ ...serviceContainer(container, args, facts), ...lifecycle }));
}

/** Native sidecars first: what the init containers talk to may be one of them. */
function initContainers(
    init: Readonly<Record<string, AnyRun>>,
    sidecars: Sidecars,
    facts: PodFacts,
): { initContainers?: core.v1.Container[] } {
    const before = Object.entries(sidecars)
        .filter(([, { starts }]) => starts !== "beside")
        .map(([container, args]) => ({ ...serviceContainer(container, args, facts), restartPolicy: "Always" }));
    const steps = Object.entries(init).map(([container, args]) => runContainer(container, args, facts));
    return before.length + steps.length === 0 ? {} : { initContainers: [...before, ...steps] };
}

/** As Kubernetes counts a pod: what runs together, or the largest init step beside the sidecars that run already. */
function perPodOf(init: Readonly<Record<string, AnyRun>>, sidecars: Sidecars, main: AnyRun): ResourceNumbers {
    const of = ({ resources }: AnyRun) => numbersOf(resources);
    const together = Object.values(sidecars);
    const native = together.filter(({ starts }) => starts !== "beside");
    const steps = Object.values(init).map((step) => sumOf([...native.map(of), of(step)]));
    return largestOf([sumOf([of(main), ...together.map(of)]), ...steps]);
}

function rollingAnnotations(
    sources: readonly (ConfigurationHandle | SecretHandle)[],
): Record<string, pulumi.Output<string>> {
    return Object.fromEntries(
        sources.map((source) =>
            source.kind === "configuration"
                ? [`configuration.mindcloud.dev/${source.configMapName}`, source.hash]
                : [`secret.mindcloud.dev/${source.secretName}`, source.hash],
        ),
    );
}

interface Parts {
    readonly mainContainer: string;
    readonly sidecars: Sidecars;
    readonly init: Readonly<Record<string, AnyRun>>;
    readonly ports: readonly Port[];
    readonly facts: PodFacts;
}

function podProblems({ main, pod }: PodShape, { mainContainer, sidecars, init, ports, facts }: Parts): string[] {
    const volumes: Readonly<Record<string, Volume>> = pod.volumes ?? {};
    const names = Object.keys(volumes);
    const containers = [mainContainer, ...Object.keys(sidecars), ...Object.keys(init)];
    const mounted = [main.args, ...Object.values(sidecars), ...Object.values(init)].flatMap(mountedVolumes);
    return [
        ...(main.kind === "service"
            ? serviceProblems(mainContainer, main.args, facts, names)
            : runProblems(mainContainer, main.args, facts, names)),
        ...Object.entries(sidecars).flatMap(([container, args]) => serviceProblems(container, args, facts, names)),
        ...Object.entries(init).flatMap(([container, args]) => runProblems(container, args, facts, names)),
        ...portProblems(ports),
        ...volumeProblems(volumes),
        ...(names.includes(TEMPORARY) ? [`volume name ${TEMPORARY} is taken: every pod has one for /tmp`] : []),
        ...names.filter((volume) => !mounted.includes(volume)).map((volume) => `volume ${volume} is mounted nowhere`),
        ...containers
            .filter((container, index) => containers.indexOf(container) !== index)
            .map((container) => `two containers are called ${container}`),
        ...userProblems(pod.user),
    ];
}
