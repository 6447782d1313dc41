/** What runs in a cluster, as plain data: the declared traffic table, and the most that each namespace can come to. */
import type * as pulumi from "@pulumi/pulumi";
import type { Port } from "./ports";
import type { ProbeTarget } from "./probe-target";
import type { Size } from "./quantities";
import { largestOf, NOTHING, sumOf, times, type ResourceNumbers } from "./resources";
import type { Admission, Reach } from "./traffic";

/** One workload or job. */
export interface Member {
    readonly namespace: string;
    /** metadata.name. */
    readonly workload: string;
    readonly ports: readonly Port[];
    readonly admits: readonly Admission[];
    readonly reaches: readonly Reach[];
    /** Claims that it alone can mount. */
    readonly owns: readonly string[];
    /** Most pods at the same time, those included that a rollout adds, or that come in the place of evicted ones. */
    readonly pods: number;
    /** Of one pod. */
    readonly perPod: ResourceNumbers;
    /** Of the largest single container. */
    readonly largestContainer: ResourceNumbers;
}

/** The most that a namespace can come to. */
export interface Ceiling {
    readonly pods: number;
    readonly resources: ResourceNumbers;
    readonly largestContainer: ResourceNumbers;
    readonly claims: number;
    readonly storageMebibytes: number;
    readonly largestClaimMebibytes: number;
}

interface Claims {
    readonly count: number;
    readonly size: Size;
}

/** Filled by the components as they are made: the only thing in the program that remembers. */
export class Registry<Home extends { readonly namespaceName: string }> {
    readonly #members = new Map<string, Member>();
    readonly #claims = new Map<string, Claims[]>();
    readonly #homes = new Map<string, Home>();
    readonly #limits = new Map<string, pulumi.Resource>();
    readonly #probes: ProbeTarget[] = [];
    readonly #cronJobs: { readonly namespace: string; readonly cronJob: string }[] = [];

    add(member: Member): void {
        const key = keyOf(member.namespace, member.workload);
        if (this.#members.has(key))
            throw new Error(
                `${member.workload}: the namespace ${member.namespace} has a workload or job of that name already`,
            );
        this.#members.set(key, member);
    }

    /** What is to be asked whether it answers. */
    addProbe(target: ProbeTarget | undefined): void {
        if (target !== undefined) this.#probes.push(target);
    }

    get probes(): readonly ProbeTarget[] {
        return this.#probes;
    }

    /** Starts by itself; may be started by hand as well. */
    addCronJob(namespace: string, cronJob: string): void {
        this.#cronJobs.push({ namespace, cronJob });
    }

    get cronJobs(): readonly { readonly namespace: string; readonly cronJob: string }[] {
        return this.#cronJobs;
    }

    addHome(home: Home): void {
        this.#homes.set(home.namespaceName, home);
    }

    /** Of whoever made a namespace of that name here. */
    homeOf(namespace: string): Home {
        const home = this.#homes.get(namespace);
        if (home === undefined) throw new Error(`nobody has made the namespace ${namespace}`);
        return home;
    }

    addLimits(namespace: string, limits: pulumi.Resource): void {
        this.#limits.set(namespace, limits);
    }

    /**
     * Quota and limit range of a namespace. They are declared after what they count, and a claim must wait for them: the engine takes the API
     * server's refusal for its last word, where a controller would ask again. Known when the program, which is synchronous, is at its end.
     */
    async limitsOf(namespace: string, otherwise: pulumi.Resource): Promise<pulumi.Resource> {
        await Promise.resolve();
        return this.#limits.get(namespace) ?? otherwise;
    }

    addClaims(namespace: string, count: number, size: Size): void {
        this.#claims.set(namespace, [...(this.#claims.get(namespace) ?? []), { count, size }]);
    }

    /** Who mounts a claim that one pod alone can mount. */
    ownerOf(namespace: string, claim: string): string | undefined {
        return this.members.find((member) => member.namespace === namespace && member.owns.includes(claim))?.workload;
    }

    get members(): readonly Member[] {
        return [...this.#members.values()];
    }

    ceilingOf(namespace: string): Ceiling {
        const members = this.members.filter((member) => member.namespace === namespace);
        const claims = this.#claims.get(namespace) ?? [];
        return {
            pods: members.reduce((sum, { pods }) => sum + pods, 0),
            resources: sumOf([NOTHING, ...members.map(({ pods, perPod }) => times(pods, perPod))]),
            largestContainer: largestOf(members.map(({ largestContainer }) => largestContainer)),
            claims: claims.reduce((sum, { count }) => sum + count, 0),
            storageMebibytes: claims.reduce((sum, { count, size }) => sum + count * size.mebibytes, 0),
            largestClaimMebibytes: Math.max(0, ...claims.map(({ size }) => size.mebibytes)),
        };
    }

    /**
     * Where only one side of a connection agreed to it. Each such row is a connection that the policies would cut without a word, or a
     * door that nobody uses. To be asked when everything is declared.
     */
    problems(): string[] {
        return this.members.flatMap((member) => [
            ...this.#oneSidedReaches(member),
            ...this.#oneSidedAdmissions(member),
        ]);
    }

    /** Throws every problem at once. */
    verify(): void {
        const problems = this.problems();
        if (problems.length > 0) throw new Error(problems.join("\n"));
    }

    #oneSidedReaches(member: Member): string[] {
        return workloadRows(member.reaches, "to").flatMap((reach) => {
            const target = this.#members.get(keyOf(reach.namespace, reach.workload));
            const where = `${reach.namespace}/${reach.workload}`;
            if (target === undefined) return [`${nameOf(member)} reaches ${where}, which does not exist`];
            return reach.ports
                .filter((port) => !admittedPorts(target, member).includes(port.name))
                .map(
                    (port) =>
                        `${nameOf(member)} reaches ${where} on ${port.name}, but is not admitted there: add from("${member.workload}", "${port.name}") to its admits`,
                );
        });
    }

    #oneSidedAdmissions(member: Member): string[] {
        return workloadRows(member.admits, "from").flatMap((admission) => {
            const namespace = admission.namespace ?? member.namespace;
            const source = this.#members.get(keyOf(namespace, admission.workload));
            const where = `${namespace}/${admission.workload}`;
            if (source === undefined) return [`${nameOf(member)} admits ${where}, which does not exist`];
            return admission.ports
                .filter((port) => !reachedPorts(source, member).includes(port))
                .map(
                    (port) =>
                        `${nameOf(member)} admits ${where} on ${port}, which does not reach it: add it to the reaches there, or close the door`,
                );
        });
    }
}

const keyOf = (namespace: string, workload: string): string => `${namespace}/${workload}`;
const nameOf = ({ namespace, workload }: Member): string => keyOf(namespace, workload);

type WorkloadReach = Extract<Reach, { to: "workload" }>;
type WorkloadAdmission = Extract<Admission, { from: "workload" }>;

function workloadRows(rows: readonly Reach[], side: "to"): WorkloadReach[];
function workloadRows(rows: readonly Admission[], side: "from"): WorkloadAdmission[];
function workloadRows(rows: readonly (Reach | Admission)[]): (WorkloadReach | WorkloadAdmission)[] {
    return rows.filter((row) => "workload" in row);
}

function admittedPorts(target: Member, source: Member): string[] {
    return workloadRows(target.admits, "from")
        .filter(
            ({ workload, namespace = target.namespace }) =>
                workload === source.workload && namespace === source.namespace,
        )
        .flatMap(({ ports }) => [...ports]);
}

function reachedPorts(source: Member, target: Member): string[] {
    return workloadRows(source.reaches, "to")
        .filter(({ workload, namespace }) => workload === target.workload && namespace === target.namespace)
        .flatMap(({ ports }) => ports.map((port) => port.name));
}
