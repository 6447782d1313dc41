/** Changes that people make, and those that go wrong: each from test/environments/complete.yaml. */
import * as pulumi from "@pulumi/pulumi";
import { PrivateBucket } from "../../../components/aws/bucket";
import * as data from "../../../components/aws/data-stores";
import { replace } from "../../../plan/replace";
import type { Environment } from "../../../config/environment";
import type { Tree } from "../../../config/tree";

type Props = Record<string, unknown>;
/** Runs the program with something around or inside of it. */
export type Around = (program: () => Record<string, unknown>, environment: Environment) => Record<string, unknown>;

export interface Case {
    readonly name: string;
    /** Laid over the stack file's `mindcloud:` keys. */
    readonly settings?: Tree;
    /** An edit of the program. */
    readonly around?: Around;
    /** What the program of before has around it. Default `archive`, which has one component more to be renamed. */
    readonly region?: string;
}

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
const stores = (settings: Tree): Tree => ({ stores: settings });
const systems = (settings: Tree): Tree => ({ systems: settings });

/** Changes arguments of what is registered under this type and name. */
export function edited(
    type: string,
    name: RegExp,
    edit: (props: Props, opts: pulumi.ResourceOptions) => Props,
): Around {
    return (program, environment) => {
        pulumi.runtime.registerStackTransformation((args) => {
            if (args.type !== type || !name.test(args.name)) return undefined;
            return { props: edit(args.props, args.opts), opts: args.opts };
        });
        return withArchive()(program, environment);
    };
}

/** The program of before: with one bucket more, which is renamed and moved below. */
export function withArchive(
    name = "archive",
    aliases: readonly pulumi.Alias[] = [],
    parent = false,
    region = true,
): Around {
    return (program, environment) => {
        let provider: pulumi.ProviderResource | undefined;
        pulumi.runtime.registerStackTransformation(({ type, resource }) => {
            if (type === "pulumi:providers:aws" && resource instanceof pulumi.ProviderResource) provider = resource;
            return undefined;
        });
        const outputs = program();
        if (!region) return outputs;
        const { project, stack, account, region: place, partition, data } = environment;
        const scope = { project, stack, account, region: place, partition, data, highlyAvailable: false };
        const group = parent ? new pulumi.ComponentResource("mindcloud:aws:Shelf", "shelf", {}, {}) : undefined;
        new PrivateBucket(
            name,
            {
                scope,
                purpose: "rehearsal",
                encryption: { sseS3: "a bucket of a test" },
                lifecycle: { noncurrentDays: 30 },
                holdsData: false,
            },
            { provider, aliases: [...aliases], ...(group !== undefined && { parent: group }) },
        );
        return outputs;
    };
}

/** The program with its data stores under another name. */
function renamedStores(aliases: readonly pulumi.Alias[]): Around {
    return (program, environment) => {
        const putBack = replace(data, "DataStores", () => {
            class Renamed extends data.DataStores {
                constructor(_: string, args: data.DataStoresArgs, opts: pulumi.ComponentResourceOptions) {
                    super("shelves", args, { ...opts, aliases: [...aliases] });
                }
            }
            return Renamed as never;
        });
        try {
            return withArchive()(program, environment);
        } finally {
            putBack();
        }
    };
}

const POLICY = "aws:iam/rolePolicy:RolePolicy";
const RELEASE = "kubernetes:helm.sh/v3:Release";
const RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

function moreAllowed(props: Props): Props {
    return {
        ...props,
        policy: pulumi.output(props.policy as pulumi.Input<string>).apply((text) => {
            const document = JSON.parse(text) as { Statement: { Action: string | string[] }[] };
            const [first] = document.Statement;
            if (first !== undefined) first.Action = [first.Action, "s3:PutBucketPolicy"].flat();
            return JSON.stringify(document);
        }),
    };
}

export const CASES: readonly Case[] = [
    { name: "nothing" },
    // What people do most.
    { name: "another image", settings: systems({ akosha: { workloads: { ingestion: { image: digest("1") } } } }) },
    { name: "another bound of an autoscaler", settings: systems({ akosha: { query: { max: 6 } } }) },
    { name: "another autoscaler of Myriad", settings: systems({ myriad: { orchestrator: { min: 2, max: 5 } } }) },
    { name: "a company added", settings: systems({ simpleCli: { companies: { initech: {} } } }) },
    { name: "a company removed, protected", settings: systems({ simpleCli: { companies: { globex: null } } }) },
    {
        name: "a company suspended",
        settings: systems({ simpleCli: { companies: { globex: { state: "suspended" } } } }),
    },
    { name: "the next size of Akosha", settings: systems({ akosha: { size: "phase2" } }) },
    { name: "a smaller size of Akosha", settings: systems({ akosha: { size: "pilot" } }) },
    { name: "a system off", settings: systems({ myriad: { enabled: false } }) },
    { name: "two systems off", settings: systems({ memstack: { enabled: false }, myriadPython: { enabled: false } }) },
    { name: "more nodes at least", settings: { nodeGroups: { general: { min: 5 } } } },
    { name: "other instance types", settings: { nodeGroups: { general: { instanceTypes: ["m7g.4xlarge"] } } } },
    { name: "an older Kubernetes minor", settings: { cluster: { kubernetes: "1.35" } } },
    { name: "another budget", settings: { budget: { monthlyUsd: 15000 } } },
    { name: "another mail address", settings: { alerts: { emails: ["other@example.com"] } } },
    // Stores.
    { name: "PostgreSQL 18", settings: stores({ postgres: { version: "18" } }) },
    { name: "PostgreSQL 16", settings: stores({ postgres: { version: "16" } }) },
    { name: "another database class", settings: stores({ postgres: { instance: "db.m7g.xlarge" } }) },
    { name: "more storage", settings: stores({ postgres: { storageGibibytes: 200 } }) },
    { name: "another maintenance window", settings: stores({ postgres: { maintenance: "mon:06:00-mon:07:00" } }) },
    { name: "fewer backups", settings: stores({ postgres: { backupDays: 7 } }) },
    { name: "another cache node", settings: stores({ redis: { cache: { node: "cache.r7g.large" } } }) },
    { name: "fewer replicas", settings: stores({ redis: { cache: { replicas: 1 } } }) },
    { name: "another age of cold objects", settings: stores({ cold: { archiveAfterDays: 120 } }) },
    { name: "other backup days", settings: { backups: { keepDays: 10 } } },
    { name: "another hour of backups", settings: { backups: { at: "04:00" } } },
    // What keeps logs.
    { name: "shorter logs", settings: { cluster: { logRetentionDays: 30 } } },
    { name: "shorter flow logs", settings: { network: { flowLogRetentionDays: 30 } } },
    { name: "metrics for a shorter time", settings: { monitoring: { metricsDays: 5 } } },
    // The ground under everything.
    { name: "another CIDR", settings: { network: { cidr: "10.44.0.0/16" } } },
    { name: "two zones", settings: { network: { zones: 2 } } },
    { name: "no domain", settings: { domain: null } },
    { name: "an interface endpoint", settings: { network: { interfaceEndpoints: ["sts"] } } },
    { name: "another region", region: "eu-west-1" },
    { name: "disposable data", settings: { data: "disposable" } },
    { name: "more tags", settings: { tags: { team: "platform" } } },
    // Who may.
    {
        name: "another operator",
        settings: { cluster: { access: { "arn:aws:iam::000000000000:role/others": "view" } } },
    },
    { name: "a public API", settings: { cluster: { endpoint: { publicCidrs: ["203.0.113.0/24"] } } } },
    { name: "an IAM statement", around: edited(POLICY, /./, moreAllowed) },
    {
        name: "another block in a security group",
        around: edited(RULE, /from-172/, (props) => ({ ...props, cidrIpv4: "172.16.0.0/16" })),
    },
    {
        name: "a prefix list in a security group",
        around: edited(RULE, /from-172/, ({ cidrIpv4: _, ...props }) => ({
            ...props,
            prefixListId: "pl-0123456789abcdef0",
        })),
    },
    // The program.
    { name: "another chart", around: edited(RELEASE, /keda/, (props) => ({ ...props, version: "2.99.0" })) },
    {
        name: "another launch template",
        around: edited("aws:ec2/launchTemplate:LaunchTemplate", /general/, (props) => ({
            ...props,
            ebsOptimized: "false",
        })),
    },
    {
        name: "another description of a role",
        around: edited("aws:iam/role:Role", /./, (props) => ({ ...props, description: "of another kind" })),
    },
    {
        name: "another path of the roles",
        around: edited("aws:iam/role:Role", /nodes/, (props) => ({ ...props, path: "/other/" })),
    },
    {
        name: "another description of the security groups",
        around: edited("aws:ec2/securityGroup:SecurityGroup", /nodes/, (props) => ({
            ...props,
            description: "another",
        })),
    },
    {
        name: "another family of a parameter group",
        around: edited("aws:elasticache/parameterGroup:ParameterGroup", /./, (props) => ({
            ...props,
            description: "another",
        })),
    },
    {
        name: "an older engine of the cache",
        around: edited("aws:elasticache/replicationGroup:ReplicationGroup", /cache/, (props) => ({
            ...props,
            engineVersion: "8.1",
        })),
    },
    {
        name: "another performance mode",
        around: edited("aws:efs/fileSystem:FileSystem", /./, (props) => ({ ...props, performanceMode: "maxIO" })),
    },
    { name: "a rename with an alias", around: withArchive("attic", [{ name: "archive" }]) },
    { name: "the stores renamed, with an alias", around: renamedStores([{ name: "stores" }]) },
    { name: "the stores renamed, without an alias", around: renamedStores([]) },
    { name: "a rename without an alias", around: withArchive("attic") },
    {
        name: "another parent, with an alias",
        around: withArchive("archive", [{ parent: pulumi.rootStackResource }], true),
    },
    { name: "another parent, without an alias", around: withArchive("archive", [], true) },
];
