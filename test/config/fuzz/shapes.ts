/** What only makes sense whole: systems, what exists already, the domain and who gets in, the ways to the API server, receivers. */
import fc from "fast-check";
import type { Tree } from "../../../config/tree";

const REGION_BLOCKS = {
    public: ["10.60.192.0/22", "10.60.196.0/22", "10.60.200.0/22"],
    data: ["10.60.208.0/22", "10.60.212.0/22", "10.60.216.0/22"],
};
const subnets = (letter: string, zones: number): readonly string[] =>
    Array.from({ length: zones }, (_, index) => `subnet-0${letter.repeat(15)}${String(index + 1)}`);

const zonesOf = fc.constantFrom(2, 3);
const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(values, { nil: undefined });
/** Leaves out what was not chosen: a key without a value is another thing in a stack file. */
const said = (record: Tree): Tree =>
    Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

const vpc = fc
    .record({
        zones: zonesOf,
        isPublic: fc.boolean(),
        endpoints: maybe(fc.constant(["ecr.api", "ecr.dkr", "sts", "secretsmanager"])),
    })
    .map(({ zones, isPublic, endpoints }) => ({
        zones,
        vpc: said({
            id: "vpc-0123456789abcdef0",
            cidr: "10.60.0.0/16",
            privateSubnetIds: subnets("b", zones),
            dataSubnetIds: subnets("c", zones),
            dataCidrs: REGION_BLOCKS.data.slice(0, zones),
            publicSubnetIds: isPublic ? subnets("a", zones) : undefined,
            publicCidrs: isPublic ? REGION_BLOCKS.public.slice(0, zones) : undefined,
            interfaceEndpoints: endpoints,
        }),
    }));

const prometheus = {
    namespace: "observability",
    podLabels: { "app.kubernetes.io/name": "prometheus" },
    port: 9090,
    url: "http://prometheus.observability.svc:9090",
};

const foreignCluster = fc
    .record({
        storageClasses: maybe(fc.constant({ general: "gp3", database: "gp3-xfs" })),
        secretStore: maybe(fc.constant("aws-secrets")),
        ingressClass: maybe(fc.constantFrom("alb", "internal")),
        monitoring: maybe(fc.constantFrom(prometheus, { ...prometheus, monitorLabels: { release: "platform" } })),
        serviceCidr: maybe(fc.constantFrom("172.20.0.0/16", "10.100.0.0/16")),
    })
    .map((handles) =>
        said({
            name: "shared",
            kubeconfig: {
                endpoint: "https://0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com",
                certificateAuthority: "LS0t",
            },
            nodeSecurityGroupId: "sg-0123456789abcdef0",
            ...handles,
        }),
    );

const CLUSTER_SERVICES = [
    "storageClasses",
    "priorityClasses",
    "admissionPolicies",
    "externalSecrets",
    "keda",
    "loadBalancerController",
    "monitoring",
];
const services = fc.dictionary(fc.constantFrom(...CLUSTER_SERVICES), fc.constantFrom("install", "present"), {
    maxKeys: 7,
});

/** Services whose handle is there are present, and the others are installed: but for one, now and then, that is as it comes. */
const HANDLES: readonly (readonly [service: string, handle: string])[] = [
    ["storageClasses", "storageClasses"],
    ["externalSecrets", "secretStore"],
    ["loadBalancerController", "ingressClass"],
    ["monitoring", "monitoring"],
];
const onForeignCluster = fc
    .record({ network: vpc, cluster: foreignCluster, free: services })
    .map(({ network, cluster, free }) => ({
        network: { zones: network.zones },
        existing: { vpc: network.vpc, cluster },
        clusterServices: {
            ...free,
            ...Object.fromEntries(
                HANDLES.map(([service, handle]) => [service, handle in cluster ? "present" : "install"]),
            ),
        },
    }));

const inForeignVpc = vpc.map(({ zones, vpc: existing }) => ({ network: { zones }, existing: { vpc: existing } }));

const redis = {
    host: "redis.example.com",
    port: 6379,
    securityGroupId: "sg-0123456789abcdef1",
    cidrs: ["10.60.220.0/24"],
    passwordSecret: "shared/redis",
};
const brought = fc.constantFrom<Tree[]>(
    { existing: { kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef" } },
    { existing: { coldBucket: { name: "cold-data-of-ours" } } },
    { existing: { redis: { cache: redis } } },
    { existing: { redis: { queue: redis } } },
    {
        existing: {
            postgres: {
                host: "db.example.com",
                port: 5432,
                securityGroupId: "sg-0123456789abcdef1",
                cidrs: ["10.60.221.0/24"],
                adminSecret: "shared/db",
                maxConnections: 500,
            },
        },
    },
);

const login = {
    issuer: "https://login.example.com",
    clientId: "mindcloud",
    authUrl: "https://login.example.com/authorize",
    tokenUrl: "https://login.example.com/token",
    userUrl: "https://login.example.com/userinfo",
};
const published = fc
    .record({
        of: fc.constantFrom("akosha", "memstack", "myriad"),
        scheme: maybe(fc.constantFrom("internetFacing", "internal")),
        withLogin: fc.boolean(),
        path: maybe(fc.constantFrom("nobody", "closed", "application")),
    })
    .map(({ of, scheme, withLogin, path }) => ({
        domain: { name: "ai.example.com", zoneId: "Z0123456789ABCDEFGHIJ" },
        systems: {
            [of]: {
                enabled: true,
                endpoint: said({ scheme, login: withLogin ? login : undefined, paths: path && { "/health": path } }),
            },
        },
    }));

const SIZES: Readonly<Record<string, readonly string[]>> = {
    akosha: ["dev", "pilot", "phase1", "phase2"],
    memstack: ["dev", "production"],
    myriad: ["dev", "production"],
    myriadPython: ["dev", "production"],
    simpleCli: ["dev", "production"],
};
const system = fc.constantFrom(...Object.keys(SIZES)).chain((key) =>
    fc.record({ size: maybe(fc.constantFrom(...(SIZES[key] ?? []))), neo4j: fc.boolean() }).map(({ size, neo4j }) => ({
        systems: {
            [key]: said({
                enabled: true,
                size,
                neo4j: neo4j && key === "myriad" ? { enabled: true } : undefined,
                companies: key === "simpleCli" ? { acme: {} } : undefined,
            }),
        },
    })),
);

const receivers = fc.constantFrom<Tree[]>(
    { monitoring: { receivers: { chat: { kind: "slack", channel: "#alerts" } }, defaultTo: ["chat"] } },
    {
        monitoring: {
            receivers: { duty: { kind: "pagerduty" }, operators: { kind: "sns" } },
            routes: [{ severities: ["critical"], to: ["duty"] }],
        },
    },
);
const ways = fc.constantFrom<Tree[]>(
    { deployment: { runner: "vpc" }, cluster: { endpoint: { publicCidrs: [] } } },
    { network: { attachments: { office: { transitGatewayId: "tgw-0123456789abcdef0", cidrs: ["172.16.0.0/20"] } } } },
    {
        network: { attachments: { office: { transitGatewayId: "tgw-0123456789abcdef0", cidrs: ["172.16.0.0/20"] } } },
        deployment: { runner: "vpn", runnerCidrs: ["172.16.0.0/20"] },
        cluster: { endpoint: { publicCidrs: [] } },
    },
);

/** What a file starts from: a cluster and a network of our own, or of others. */
export const grounds: fc.Arbitrary<Tree> = fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 2, arbitrary: onForeignCluster },
    { weight: 1, arbitrary: inForeignVpc },
);

export const shapes: fc.Arbitrary<Tree> = fc.oneof(
    { weight: 5, arbitrary: system },
    { weight: 2, arbitrary: published },
    { weight: 2, arbitrary: brought },
    { weight: 1, arbitrary: receivers },
    { weight: 1, arbitrary: ways },
    { weight: 1, arbitrary: fc.constant({ profile: "highlyAvailable", data: "keep" }) },
);
