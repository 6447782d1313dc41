/** What AWS does not have: classes and node types where the request goes to, and versions of engines anywhere. */
import versions from "../../../config/offered.json";
import { offered, type Offer } from "../../../config/offers";
import { factsOf } from "../../cloud/store";
import { about, text, texts, type Creation, type Rule } from "./refusal";

const PAPER = "config/offered.json, from the lists that cfn-lint carries (scripts/papers/offers.py)";
const INSTANCE = "aws:rds/instance:Instance";
const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";

const OFFERS: readonly {
    readonly type: string;
    readonly argument: string;
    readonly kind: Offer;
    readonly code: string;
    readonly source: string;
}[] = [
    {
        ...{ type: INSTANCE, argument: "instanceClass", kind: "databases", code: "rds:InvalidParameterCombination" },
        source: "rds CreateDBInstance, ModifyDBInstance: DBInstanceClass; https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html",
    },
    {
        ...{ type: CACHE, argument: "nodeType", kind: "cacheNodes", code: "elasticache:InvalidParameterValue" },
        source: "elasticache CreateReplicationGroup, ModifyReplicationGroup: CacheNodeType",
    },
    {
        ...{ type: "aws:eks/nodeGroup:NodeGroup", argument: "instanceTypes", kind: "instances" },
        ...{ code: "eks:InvalidParameterException", source: "eks CreateNodegroup: instanceTypes" },
    },
];

/** The region that the object would be in, as its ARN says. */
const regionOf = ({ outputs }: Creation): string => text(outputs.arn).split(":")[3] ?? "";

const classes = OFFERS.map(({ type, argument, kind, code, source }) =>
    about({
        ...{ id: `offers.${type.split(":")[1] ?? ""}`, types: [type], code, source: `${source}; ${PAPER}` },
        faultOf: (creation) => {
            const said = creation.inputs[argument];
            const region = regionOf(creation);
            const none = (Array.isArray(said) ? texts(said) : [text(said)])
                .filter((name) => name !== "")
                .find((name) => ["nowhere", "no"].includes(offered(kind, name, region)));
            if (none === undefined) return undefined;
            const where = offered(kind, none, region) === "no" ? ` in ${region}` : "";
            const what = kind === "databases" ? " with a PostgreSQL that is still supported" : "";
            return [`${argument} has ${none}, which is not offered${what}${where}`, "choose another one"];
        },
    }),
);

const ENGINES: readonly {
    readonly type: string;
    readonly engine: keyof typeof versions.versions;
    readonly code: string;
    readonly source: string;
}[] = [
    {
        ...{ type: INSTANCE, engine: "postgres", code: "rds:InvalidParameterCombination" },
        source: "rds CreateDBInstance, EngineVersion; https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html",
    },
    {
        ...{ type: CACHE, engine: "valkey", code: "elasticache:InvalidParameterCombination" },
        source: "elasticache CreateReplicationGroup, EngineVersion; https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html",
    },
];

/** The lists are for all regions together. What runs already may be older than what can be made. */
const engines = ENGINES.map(({ type, engine, code, source }) =>
    about({
        ...{ id: `offers.${engine}`, types: [type], code, source: `${source}; ${PAPER}` },
        faultOf: ({ inputs, object }) => {
            const asked = text(inputs.engineVersion);
            const has = object === undefined ? undefined : factsOf(object).engineVersion;
            if (inputs.engine !== engine || asked === "" || asked === has) return undefined;
            const known = versions.versions[engine];
            return known.some((each) => each === asked || each.startsWith(`${asked}.`))
                ? undefined
                : [
                      `engineVersion is ${asked}, and ${engine} has ${known.join(", ")}`,
                      "choose one of these, or a major",
                  ];
        },
    }),
);

export const offers: readonly Rule<Creation>[] = [...classes, ...engines];
