/** What differs from RDS's defaults, and where it is kept: one parameter group for each major that the database has had or may have had. */
import * as rds from "@pulumi/aws/rds";
import type { input } from "@pulumi/aws/types";
import type * as pulumi from "@pulumi/pulumi";
import { POSTGRES_MAJORS, type PostgresMajor } from "../../config/versions";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";

/** A list since 18, where "1" is only kept for compatibility; its three words are what "1" meant (PostgreSQL 18, runtime-config-logging). */
const LOG_CONNECTIONS: Readonly<Record<PostgresMajor, string>> = {
    "16": "1",
    "17": "1",
    "18": "receipt,authentication,authorization",
};

/** Satisfies RDS.38 (TLS), RDS.36 and CKV2_AWS_30 (query logging). max_connections stays RDS's own formula: config/pools.ts counts on it. */
export function postgresParameters(major: PostgresMajor): input.rds.ParameterGroupParameter[] {
    const immediate = {
        "rds.force_ssl": "1",
        log_connections: LOG_CONNECTIONS[major],
        log_disconnections: "1",
        log_lock_waits: "1",
        // Milliseconds; a second is long for every statement that the systems are known to make.
        log_min_duration_statement: "1000",
        log_statement: "ddl",
    };
    return [
        ...Object.entries(immediate).map(([name, value]) => ({ name, value, applyMethod: "immediate" })),
        { name: "shared_preload_libraries", value: "pg_stat_statements,pgaudit", applyMethod: "pending-reboot" },
    ];
}

/**
 * The group of `current`, and those of the majors before it. A group is never replaced and never deleted with an upgrade: the provider would
 * delete one whose name the program sets before it makes the next (pulumi-terraform-bridge, pkg/tfbridge/schema.go,
 * nameRequiresDeleteBeforeReplace), and RDS refuses to delete one that the instance leaves only in its maintenance window
 * (DeleteDBParameterGroup, InvalidDBParameterGroupState). An unused group costs nothing.
 */
export function createParameterGroups(
    parent: pulumi.Resource,
    name: string,
    args: ParameterGroupsArgs,
): ParameterGroups {
    const { current } = args;
    const majors = POSTGRES_MAJORS.slice(0, POSTGRES_MAJORS.indexOf(current) + 1);
    const groups = new Map(majors.map((major) => [major, createParameterGroup(parent, name, args, major)]));
    return {
        of: (major) => {
            const group = groups.get(major);
            if (group === undefined) throw new Error(`${name}: ${major} is newer than ${current}, which is asked for`);
            return group;
        },
        except: (major) => [...groups].flatMap(([each, group]) => (each === major ? [] : [group])),
    };
}

export interface ParameterGroupsArgs {
    readonly scope: Scope;
    /** Fixed words of the physical names. */
    readonly called: string;
    /** The major that the stack file asks for. */
    readonly current: PostgresMajor;
}

export interface ParameterGroups {
    of(major: PostgresMajor): rds.ParameterGroup;
    /** Of the other majors up to the one that the stack file asks for. */
    except(major: PostgresMajor): readonly rds.ParameterGroup[];
}

function createParameterGroup(
    parent: pulumi.Resource,
    name: string,
    { scope, called, current }: ParameterGroupsArgs,
    major: PostgresMajor,
): rds.ParameterGroup {
    const family = `postgres${major}`;
    return new rds.ParameterGroup(
        `${name}-parameters-${major}`,
        {
            name: physicalName(scope, "databaseParameterGroup", `${called}-${family}`),
            description: `PostgreSQL of ${scope.project} ${scope.stack}`,
            family,
            parameters: postgresParameters(major),
            tags: tagsFor(`${name}-parameters-${major}`),
        },
        // Until 0.1 there was one, of the major in use.
        { parent, ...(major === current && { aliases: [{ name: `${name}-parameters` }] }) },
    );
}
