import { factsOf } from "../../cloud/store";
import { text, type Creation, type Rule } from "./refusal";

/** Where AWS wants a name only once, and what it says otherwise. Types whose id is their name need no row. */
const UNIQUE: Readonly<Record<string, { readonly property: string; readonly within?: string; readonly code: string }>> =
    {
        "aws:ec2/launchTemplate:LaunchTemplate": {
            property: "name",
            code: "InvalidLaunchTemplateName.AlreadyExistsException",
        },
        "aws:ec2/securityGroup:SecurityGroup": { property: "name", within: "vpcId", code: "InvalidGroup.Duplicate" },
        "aws:iam/policy:Policy": { property: "name", code: "EntityAlreadyExists" },
        "aws:rds/instance:Instance": { property: "identifier", code: "DBInstanceAlreadyExists" },
        "aws:secretsmanager/secret:Secret": { property: "name", code: "ResourceExistsException" },
        "aws:sns/topic:Topic": { property: "name", code: "InvalidParameter" },
        "aws:efs/fileSystem:FileSystem": { property: "creationToken", code: "FileSystemAlreadyExists" },
        "aws:backup/selection:Selection": { property: "name", within: "planId", code: "AlreadyExistsException" },
    };

/** What AWS calls the clash where the id is the name. */
const CODES: readonly (readonly [RegExp, string])[] = [
    [/^aws:iam\//, "EntityAlreadyExists"],
    [/^aws:s3\/bucket:/, "BucketAlreadyExists"],
    [/^aws:eks\//, "ResourceInUseException"],
    [/^aws:cloudwatch\/logGroup:/, "ResourceAlreadyExistsException"],
    [/^aws:elasticache\/replicationGroup:/, "ReplicationGroupAlreadyExists"],
    [/^aws:elasticache\//, "CacheParameterAlreadyExists"],
    [/^aws:rds\/subnetGroup:/, "DBSubnetGroupAlreadyExists"],
    [/^aws:rds\//, "DBParameterGroupAlreadyExists"],
    [/^aws:ec2\/route:/, "RouteAlreadyExists"],
];

const idTaken: Rule<Creation> = ({ type, id, store }) => {
    const other = store.find(type, id);
    if (other === undefined) return undefined;
    return {
        code: CODES.find(([pattern]) => pattern.test(type))?.[1] ?? "AlreadyExistsException",
        problem: `${id} exists already (${other.name})`,
        fix: "change the name of one of the two, or import the one that exists",
    };
};

const nameTaken: Rule<Creation> = ({ type, outputs, store }) => {
    const row = UNIQUE[type];
    const name = row === undefined ? "" : text(outputs[row.property]);
    if (row === undefined || name === "") return undefined;
    const { property, within, code } = row;
    const other = store.live(type).find((object) => {
        const facts = factsOf(object);
        return facts[property] === name && (within === undefined || facts[within] === outputs[within]);
    });
    if (other === undefined) return undefined;
    return {
        code,
        problem: `${property} "${name}" is taken (${other.name})`,
        fix: `change ${property} of one of the two, or import the one that exists`,
    };
};

/** Logical names may repeat in AWS; a name that AWS still keeps from a deleted object may not be taken. */
const nameReserved: Rule<Creation> = ({ type, outputs, store }) => {
    const kept = store
        .remainders(type)
        .find((remainder) => remainder.blocksName && remainder.key === text(outputs.name));
    if (kept === undefined) return undefined;
    return {
        code: "InvalidRequestException",
        problem: `name "${kept.key}" is still taken: ${kept.name} is ${kept.because}`,
        fix: "restore it and import it, take another name, or delete with recoveryWindowInDays 0 (data: disposable) so that the name is free at once",
    };
};

export const names: readonly Rule<Creation>[] = [nameReserved, nameTaken, idTaken];
