/**
 * What EC2 instance types offer: a pure table, so that a plan needs no look-up. Sizes double within a family; memory follows from the class
 * (compute 2, general 4, memory 8 GiB a vCPU). Figures: EC2 instance type pages; pods per network interface: the EKS AMI's eni-max-pods list.
 */

/** As Kubernetes writes it in the label kubernetes.io/arch. */
export type Architecture = "arm64" | "amd64";

export interface InstanceType {
    readonly name: string;
    readonly architecture: Architecture;
    readonly vcpu: number;
    readonly memoryGibibytes: number;
    /** Most pods that a managed node group lets the kubelet run, prefix delegation being on (components/aws/addon-settings.ts). */
    readonly maxPods: number;
    /** Pods that would fit without prefix delegation: interfaces x (addresses - 1) + 2. */
    readonly podsWithoutPrefixes: number;
}

type Size =
    | "small"
    | "medium"
    | "large"
    | "xlarge"
    | "2xlarge"
    | "4xlarge"
    | "8xlarge"
    | "12xlarge"
    | "16xlarge"
    | "24xlarge"
    | "48xlarge";
type PodsBySize = Readonly<Partial<Record<Size, number>>>;

const VCPU: Readonly<Record<Size, number>> = {
    small: 2,
    medium: 1,
    large: 2,
    xlarge: 4,
    "2xlarge": 8,
    "4xlarge": 16,
    "8xlarge": 32,
    "12xlarge": 48,
    "16xlarge": 64,
    "24xlarge": 96,
    "48xlarge": 192,
};

/** Graviton 2 to 4: from medium; generation 8 adds the two largest. */
const graviton: PodsBySize = {
    medium: 8,
    large: 29,
    xlarge: 58,
    "2xlarge": 58,
    "4xlarge": 234,
    "8xlarge": 234,
    "12xlarge": 234,
    "16xlarge": 737,
};
const largeGraviton: PodsBySize = { ...graviton, "24xlarge": 737, "48xlarge": 737 };
const flex: PodsBySize = {
    large: 29,
    xlarge: 58,
    "2xlarge": 58,
    "4xlarge": 234,
    "8xlarge": 234,
    "12xlarge": 234,
    "16xlarge": 737,
};
const intel: PodsBySize = { ...flex, "24xlarge": 737 };
const largeIntel: PodsBySize = { ...intel, "48xlarge": 737 };
/** c5 has 9xlarge and 18xlarge where others have 8xlarge and 16xlarge. */
const c5: PodsBySize = { large: 29, xlarge: 58, "2xlarge": 58, "4xlarge": 234, "12xlarge": 234, "24xlarge": 737 };
/** Generation 8 of Intel and AMD has more addresses an interface. */
const intel8: PodsBySize = {
    large: 59,
    xlarge: 118,
    "2xlarge": 118,
    "4xlarge": 394,
    "8xlarge": 492,
    "12xlarge": 590,
    "16xlarge": 1010,
};
const largeIntel8: PodsBySize = { ...intel8, "24xlarge": 1010, "48xlarge": 1514 };
const amd8: PodsBySize = {
    ...{
        medium: 8,
        large: 59,
        xlarge: 78,
        "2xlarge": 158,
        "4xlarge": 314,
        "8xlarge": 392,
        "12xlarge": 758,
        "16xlarge": 1010,
    },
    ...{ "24xlarge": 1010, "48xlarge": 1514 },
};
const amd7: PodsBySize = { ...largeIntel, medium: 8 };
const burstable: PodsBySize = { small: 11, medium: 17, large: 35, xlarge: 58, "2xlarge": 58 };

/** Sizes of each family, with its pods. The ninth Graviton generation is not in the AMI's list yet: it is taken to be like the eighth. */
const FAMILIES: Readonly<Record<string, PodsBySize>> = {
    ...each(["m6g", "c6g", "r6g", "m7g", "c7g", "r7g"], graviton),
    ...each(["m8g", "c8g", "r8g", "m9g", "c9g", "r9g"], largeGraviton),
    ...each(["m7i-flex", "c7i-flex"], flex),
    ...each(["m5", "r5", "m6i", "c6i", "r6i"], intel),
    ...each(["m7i", "c7i", "r7i", "m6a", "c6a", "r6a"], largeIntel),
    ...each(["m7a", "c7a", "r7a"], amd7),
    ...each(["m8i-flex", "c8i-flex", "r8i-flex"], intel8),
    ...each(["m8i", "c8i", "r8i"], largeIntel8),
    ...each(["m8a", "c8a", "r8a"], amd8),
    ...each(["t3", "t4g"], burstable),
    t3a: { ...burstable, small: 8 },
    c5,
};

/** Memory of burstable types does not follow the vCPUs: two vCPUs up to large. */
const BURSTABLE_MEMORY: Readonly<Partial<Record<Size, number>>> = {
    small: 2,
    medium: 4,
    large: 8,
    xlarge: 16,
    "2xlarge": 32,
};
const MEMORY_PER_VCPU: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8 };

/** Managed node groups allow 110 pods below 30 vCPU and 250 from there, whatever the addresses (EKS user guide, "Increase the available IP addresses"). */
const SMALL_NODE_PODS = 110;
const LARGE_NODE_PODS = 250;
const LARGE_NODE_VCPU = 30;

/** What a type offers; undefined for one that the table does not know, which is no error: AWS makes new types every month. */
export function instanceType(name: string): InstanceType | undefined {
    const [family = "", size = ""] = name.split(".");
    const podsBySize = Object.hasOwn(FAMILIES, family) ? FAMILIES[family] : undefined;
    if (podsBySize === undefined || !isSize(size)) return undefined;
    const podsWithoutPrefixes = podsBySize[size];
    if (podsWithoutPrefixes === undefined) return undefined;

    const burst = family.startsWith("t");
    const vcpu = burst && size === "medium" ? 2 : VCPU[size];
    const memoryGibibytes = burst ? (BURSTABLE_MEMORY[size] ?? 0) : vcpu * (MEMORY_PER_VCPU[family.charAt(0)] ?? 0);
    return {
        name,
        architecture: architectureOf(name),
        vcpu,
        memoryGibibytes,
        maxPods: maxPodsFor(vcpu),
        podsWithoutPrefixes,
    };
}

/** Every type of the table, for "did you mean" and for tests. */
export function knownInstanceTypes(): readonly string[] {
    return Object.entries(FAMILIES).flatMap(([family, sizes]) => Object.keys(sizes).map((size) => `${family}.${size}`));
}

/** By EC2's naming rule, so that it also answers for types that are not in the table: a "g" after the generation is Graviton (and a1 was the first). */
export function architectureOf(name: string): Architecture {
    const [family = ""] = name.split(".");
    const attributes = /^[a-z]+\d+([a-z]*)/.exec(family)?.[1] ?? "";
    return family === "a1" || attributes.includes("g") ? "arm64" : "amd64";
}

/** Distinct architectures of some types; a node group has one image, so it must have one architecture. */
export function architecturesOf(names: readonly string[]): readonly Architecture[] {
    return [...new Set(names.map(architectureOf))].sort();
}

function maxPodsFor(vcpu: number): number {
    return vcpu < LARGE_NODE_VCPU ? SMALL_NODE_PODS : LARGE_NODE_PODS;
}

function isSize(size: string): size is Size {
    return Object.hasOwn(VCPU, size);
}

function each(families: readonly string[], sizes: PodsBySize): Record<string, PodsBySize> {
    return Object.fromEntries(families.map((family) => [family, sizes]));
}
