/**
 * What the account is asked of every pin, as commands of the AWS command line, and what its answers mean. `--query` names the members of
 * each answer, so that AWS's own models hold them (test/access/aws.check.ts). All of them look, none changes anything.
 */
import type { Environment } from "../../config/environment";
import { POSTGRES_SUPPORTED_UNTIL } from "../../config/support";
import type { PostgresMajor } from "../../config/versions";
import type { Graph, RecordedResource } from "../../plan/graph";
import { listOf, text } from "../accept/expected";
import { newest, newestOf, sameMajor, withoutBuild } from "./versions";

export interface Judged {
    readonly here: string;
    readonly there: string;
    /** Empty: nothing to do. */
    readonly todo: string;
}

export interface Question {
    readonly what: string;
    readonly commands: readonly (readonly string[])[];
    readonly judge: (answers: readonly unknown[], now: Date) => Judged;
}

const DAY = 24 * 60 * 60 * 1000;
/** Ours, not AWS's: images of nodes come about every week, and the rest of this is time to plan a change. */
const NODES_OLD = 45 * DAY;
const SUPPORT_ENDS = 60 * DAY;
const AUTHORITY_ENDS = 365 * DAY;

const texts = (answer: unknown): readonly string[] => listOf(answer).flatMap((each) => text(each) ?? []);
const row = (answer: unknown, at = 0): readonly string[] => listOf(listOf(answer)[at]).map((each) => text(each) ?? "");
const day = (moment: string): string => moment.slice(0, 10);
const endsWithin = (moment: string, span: number, now: Date): boolean => Date.parse(moment) - now.getTime() < span;

export function questionsOf(graph: Graph, { cluster }: Pick<Environment, "cluster">): readonly Question[] {
    const owned = graph.ofType("aws:eks/cluster:Cluster");
    return [
        ...owned.map((one) => support(one, cluster.kubernetes)),
        ...graph.ofType("aws:eks/addon:Addon").map((one) => addon(one, cluster.kubernetes)),
        ...nodes(graph.ofType("aws:eks/nodeGroup:NodeGroup")),
        ...graph.ofType("aws:rds/instance:Instance").flatMap(postgres),
        ...graph.ofType("aws:elasticache/replicationGroup:ReplicationGroup").flatMap(valkey),
    ];
}

function support({ inputs }: RecordedResource, minor: string): Question {
    return {
        what: "Kubernetes",
        commands: [
            ["eks", "describe-cluster", "--name", text(inputs.name) ?? "", "--query", "[cluster.version]"],
            [
                ...["eks", "describe-cluster-versions", "--cluster-versions", minor],
                ...["--query", "clusterVersions[].[versionStatus,endOfStandardSupportDate]"],
            ],
        ],
        judge: ([running, versions], now) => {
            const [here = "?"] = texts(running);
            const [status = "?", ends = ""] = row(versions);
            const there = `${minor} ${status.toLowerCase().replaceAll("_", " ")} until ${day(ends)}`;
            if (here !== minor) return { here, there, todo: `the stack file says ${minor}: up` };
            return { here, there, todo: endsWithin(ends, SUPPORT_ENDS, now) ? "the next minor" : "" };
        },
    };
}

/** A build of the same version is no reason to move; a version that is not offered any more is. */
function addon({ inputs }: RecordedResource, minor: string): Question {
    const [name = "?", here = "?"] = [text(inputs.addonName), text(inputs.addonVersion)];
    return {
        what: name,
        commands: [
            [
                ...["eks", "describe-addon-versions", "--addon-name", name, "--kubernetes-version", minor],
                ...["--query", "addons[].addonVersions[].addonVersion"],
            ],
        ],
        judge: ([offered]) => {
            const all = texts(offered);
            const there = newestOf(all);
            if (!all.includes(here)) return { here, there, todo: "not offered any more: config/versions.ts" };
            return { here, there, todo: withoutBuild(here) === withoutBuild(there) ? "" : "config/versions.ts" };
        },
    };
}

/** By minor and architecture: https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html has the names of images. */
function nodes(groups: readonly RecordedResource[]): readonly Question[] {
    const kinds = new Map<string, Question>();
    for (const { inputs } of groups) {
        const release = text(inputs.releaseVersion) ?? "";
        const minor = text(inputs.version) ?? release.split(".").slice(0, 2).join(".");
        const architecture = (text(inputs.amiType) ?? "").includes("ARM_64") ? "arm64" : "x86_64";
        kinds.set(`${minor} ${architecture}`, {
            what: `nodes ${minor} ${architecture}`,
            commands: [
                [
                    ...["ec2", "describe-images", "--owners", "amazon"],
                    ...["--filters", `Name=name,Values=amazon-eks-node-al2023-${architecture}-standard-${minor}-v*`],
                    ...["--query", "Images[].Name"],
                ],
            ],
            judge: ([images], now) => {
                const made = texts(images).map((name) => name.slice(name.lastIndexOf("-v") + 2));
                const there = [...made].sort().at(-1) ?? "?";
                const mine = release.slice(release.lastIndexOf("-") + 1);
                const old = now.getTime() - dateOf(mine) > NODES_OLD;
                return { here: release, there, todo: there > mine && old ? "config/versions.ts, nodeRelease" : "" };
            },
        });
    }
    return [...kinds.values()];
}

const dateOf = (digits: string): number =>
    Date.parse(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}T00:00:00Z`);

function postgres({ inputs, name }: RecordedResource): readonly Question[] {
    const [id = "", major = ""] = [text(inputs.identifier), text(inputs.engineVersion)];
    const running = [
        ...["rds", "describe-db-instances", "--db-instance-identifier", id],
        ...["--query", "DBInstances[].[EngineVersion,CACertificateIdentifier]"],
    ];
    return [
        {
            // No command: docs/guides/behind.md, "Days of AWS".
            what: `${name}: PostgreSQL ${major}`,
            commands: [],
            judge: (_, now) => {
                const until = POSTGRES_SUPPORTED_UNTIL[major as PostgresMajor];
                if (until === undefined) return { here: major, there: "no day published that we know", todo: "" };
                const todo = endsWithin(until, SUPPORT_ENDS, now) ? "stores.postgres.version" : "";
                return { here: major, there: `standard support until ${until}`, todo };
            },
        },
        {
            what: name,
            commands: [
                running,
                [
                    ...["rds", "describe-db-engine-versions", "--engine", "postgres", "--engine-version", major],
                    ...["--query", "DBEngineVersions[].EngineVersion"],
                ],
            ],
            judge: ([instances, versions]) => {
                const [here = "?"] = row(instances);
                const there = newestOf(texts(versions));
                return { here, there, todo: newest(there, here) ? "RDS, in the maintenance window" : "" };
            },
        },
        {
            what: `${name}: certificate authority`,
            commands: [
                running,
                ["rds", "describe-certificates", "--query", "Certificates[].[CertificateIdentifier,ValidTill]"],
            ],
            judge: ([instances, authorities], now) => {
                const [, here = "?"] = row(instances);
                const found = listOf(authorities).map((_, index) => row(authorities, index));
                const ends = found.find(([authority]) => authority === here)?.[1];
                if (ends === undefined) return { here, there: "not offered any more", todo: "caCertIdentifier" };
                const todo = endsWithin(ends, AUTHORITY_ENDS, now) ? "caCertIdentifier, and clients that trust it" : "";
                return { here, there: `valid until ${day(ends)}`, todo };
            },
        },
        waiting(`${name}: maintenance`, [
            ...["rds", "describe-pending-maintenance-actions", "--filters", `Name=db-instance-id,Values=${id}`],
            "--query",
            "PendingMaintenanceActions[].PendingMaintenanceActionDetails[].[Action,CurrentApplyDate]",
        ]),
    ];
}

function valkey({ inputs, name }: RecordedResource): readonly Question[] {
    const here = text(inputs.engineVersion) ?? "?";
    return [
        {
            what: name,
            commands: [
                [
                    ...["elasticache", "describe-cache-engine-versions", "--engine", "valkey"],
                    ...["--query", "CacheEngineVersions[].EngineVersion"],
                ],
            ],
            judge: ([versions]) => {
                const there = newestOf(texts(versions).filter((version) => sameMajor(version, here)));
                return { here, there, todo: newest(there, here) ? "config/versions.ts, VALKEY" : "" };
            },
        },
        waiting(`${name}: maintenance`, [
            ...["elasticache", "describe-update-actions", "--update-action-status", "not-applied"],
            ...["--replication-group-ids", text(inputs.replicationGroupId) ?? ""],
            ...["--query", "UpdateActions[].[ServiceUpdateName,ServiceUpdateRecommendedApplyByDate]"],
        ]),
    ];
}

/** What AWS has announced, and does by itself or not. */
function waiting(what: string, command: readonly string[]): Question {
    return {
        what,
        commands: [command],
        judge: ([actions]) => {
            const all = listOf(actions).map((_, index) => row(actions, index));
            const there = all
                .map(([action = "?", by = ""]) => (by === "" ? action : `${action} ${day(by)}`))
                .join(", ");
            return {
                here: "-",
                there: there === "" ? "nothing waits" : there,
                todo: all.length === 0 ? "" : "the window, or by hand",
            };
        },
    };
}
