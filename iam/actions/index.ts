import { rows as autoscaling } from "./autoscaling";
import { rows as backup } from "./backup";
import { rows as ec2 } from "./ec2";
import { rows as eks } from "./eks";
import { rows as elasticache } from "./elasticache";
import { rows as elasticfilesystem } from "./elasticfilesystem";
import { rows as iam } from "./iam";
import { rows as kms } from "./kms";
import { rows as others } from "./others";
import { rows as rds } from "./rds";
import type { Rows } from "./row";
import { rows as s3 } from "./s3";
import { rows as secretsmanager } from "./secretsmanager";

/** Every type that an environment can have -> what of it calls which actions. */
export const ROWS: Rows = {
    ...autoscaling,
    ...backup,
    ...ec2,
    ...eks,
    ...elasticache,
    ...elasticfilesystem,
    ...iam,
    ...kms,
    ...others,
    ...rds,
    ...s3,
    ...secretsmanager,
};
