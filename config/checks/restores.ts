/** `restoreFrom`: what an entry must say, and what a list of them may. */
import { suffixOf, type Restore } from "../restores";
import type { Environment } from "../environment";
import { nearest } from "../nearest";
import type { Problem } from "../problems";
import type { Tree } from "../tree";
import type { Check } from "./check";

type PostgresRestore = Environment["stores"]["postgres"]["restoreFrom"][number];

/** For the list of any store. */
export function listProblems(path: string, restores: readonly Restore[]): readonly Problem[] {
    const names = restores.map(suffixOf);
    return restores.flatMap((restore, index): Problem[] => {
        const at = `${path}[${String(index)}]`;
        const { abandoned = false, filling = false, replaced = "keep" } = restore;
        if (names.indexOf(names[index] ?? "") < index)
            return [
                {
                    path: at,
                    rule: "is the same restore as one before it: both would have one name",
                    fix: "take the first away once its store is gone, or copy the snapshot under another name",
                },
            ];
        if (filling && (abandoned || replaced !== "keep"))
            return [
                {
                    path: `${at}.filling`,
                    value: true,
                    rule: "leaves the store before it in use, which the entry lets go of, or never comes to be used",
                    fix: "take filling away once it is filled, and then say what becomes of the others",
                },
            ];
        if (abandoned && replaced !== "keep")
            return [
                {
                    path: `${at}.replaced`,
                    value: replaced,
                    rule: "lets go of the store that is in use, for this restore is abandoned",
                    fix: "write keep, or take abandoned away",
                },
            ];
        return [];
    });
}

const SOURCE = "say where the data comes from, snapshot or pointInTime, and one of the two only";

function postgresProblems(at: string, restore: PostgresRestore, { project, stack, stores }: Environment): Problem[] {
    const { snapshot, pointInTime, of, version } = restore;
    if ((snapshot === undefined) === (pointInTime === undefined)) {
        const rule = snapshot === undefined ? "has no source" : "has two sources";
        return [{ path: at, rule, fix: SOURCE }];
    }
    const prefix = `${project}-${stack}-`;
    const found: Problem[] = [];
    // The deploy role reaches what begins so; and what another environment's key locks would be lost with that key.
    if (snapshot !== undefined && !snapshot.replace(/^rds:/, "").startsWith(prefix))
        found.push({
            path: `${at}.snapshot`,
            value: snapshot,
            rule: "is not a snapshot of this environment, by its name",
            fix: `copy it with this environment's key: aws rds copy-db-snapshot --source-db-snapshot-identifier ${snapshot} --target-db-snapshot-identifier ${prefix}restored --kms-key-id alias/${prefix}database`,
        });
    if (pointInTime !== undefined && !isDate(pointInTime)) found.push(noDay(`${at}.pointInTime`, pointInTime));
    if (of !== undefined && pointInTime === undefined)
        found.push({
            path: `${at}.of`,
            value: of,
            rule: "is for a restore to a point in time: a snapshot knows its instance",
            fix: "take it away",
        });
    if (version !== undefined && Number(version) > Number(stores.postgres.version))
        found.push({
            path: `${at}.version`,
            value: version,
            rule: `is newer than stores.postgres.version, ${stores.postgres.version}`,
            fix: "take it away, and raise stores.postgres.version",
        });
    return found;
}

const noDay = (path: string, value: string): Problem => ({
    ...{ path, value, rule: "is no day of the calendar", fix: "write one that is" },
});

/** 31 February parses as 3 March. */
const isDate = (text: string): boolean => {
    const time = Date.parse(text);
    return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text.slice(0, 10);
};

export const postgres: Check = {
    id: "restores.postgres",
    reads: ["stack", "project", "stores.postgres.version"],
    find: ({ environment }) => {
        const path = "stores.postgres.restoreFrom";
        const { restoreFrom } = environment.stores.postgres;
        const each = restoreFrom.flatMap((restore, index) =>
            postgresProblems(`${path}[${String(index)}]`, restore, environment),
        );
        return each.length > 0 ? each : listProblems(path, restoreFrom);
    },
};

export const redis: Check = {
    id: "restores.redis",
    reads: ["stack", "project"],
    find: ({ environment: { project, stack, stores } }) =>
        (["cache", "queue"] as const).flatMap((use) => {
            const path = `stores.redis.${use}.restoreFrom`;
            const { restoreFrom } = stores.redis[use];
            const prefix = `${project}-${stack}-`;
            const theirs = restoreFrom.flatMap(({ snapshot }, index): Problem[] => {
                if (snapshot.startsWith(prefix)) return [];
                const rule = snapshot.startsWith(`automatic.${prefix}`)
                    ? "is an automatic snapshot, whose name the deploy role does not reach"
                    : "is not a snapshot of this environment, by its name";
                const fix = `copy it: aws elasticache copy-snapshot --source-snapshot-name ${snapshot} --target-snapshot-name ${prefix}restored --kms-key-id alias/${prefix}cache`;
                return [{ path: `${path}[${String(index)}].snapshot`, value: snapshot, rule, fix }];
            });
            return theirs.length > 0 ? theirs : listProblems(path, restoreFrom);
        }),
};

export const cold: Check = {
    id: "restores.cold",
    reads: ["stores.cold"],
    find: ({ environment }) => {
        const path = "stores.cold.restoreFrom";
        const { restoreFrom } = environment.stores.cold;
        const wrong = restoreFrom.flatMap(({ pointInTime }, index) =>
            isDate(pointInTime) ? [] : [noDay(`${path}[${String(index)}].pointInTime`, pointInTime)],
        );
        return wrong.length > 0 ? wrong : listProblems(path, restoreFrom);
    },
};

/** Of a claim that is there: of a Neo4j that the user brought there is none. */
const claimsOf = ({ needs, existing }: Environment): readonly string[] =>
    needs.volumes.filter((claim) => {
        const [namespace = ""] = claim.split("/");
        return !claim.endsWith("/neo4j-data") || (existing.neo4j as Tree | undefined)?.[namespace] === undefined;
    });

export const volumes: Check = {
    id: "restores.volumes",
    reads: ["systems", "existing.neo4j"],
    find: ({ environment }) => {
        const path = "stores.volumes.restoreFrom";
        const { restoreFrom } = environment.stores.volumes;
        const known = claimsOf(environment);
        if (known.length === 0) return [];
        const unknown = restoreFrom.flatMap(({ claim }, index): Problem[] => {
            if (known.includes(claim)) return [];
            const near = nearest(claim, known);
            const fix = near === undefined ? `choose of ${known.join(", ")}` : `did you mean ${near}?`;
            return [{ path: `${path}[${String(index)}].claim`, value: claim, rule: "is no claim on EBS", fix }];
        });
        return unknown.length > 0 ? unknown : listProblems(path, restoreFrom);
    },
};

export const files: Check = {
    id: "restores.files",
    reads: ["systems"],
    find: ({ environment: { stores, needs } }) => {
        const path = "stores.sharedFiles.restoreFrom";
        const { restoreFrom } = stores.sharedFiles;
        const unknown = restoreFrom.flatMap(({ only = [] }, index) =>
            only.flatMap((value, position): Problem[] => {
                if (needs.sharedFiles.length === 0 || needs.sharedFiles.includes(value)) return [];
                const near = nearest(value, needs.sharedFiles);
                const at = `${path}[${String(index)}].only[${String(position)}]`;
                const fix = near === undefined ? `choose of ${needs.sharedFiles.join(", ")}` : `did you mean ${near}?`;
                return [{ path: at, value, rule: "is no shared directory", fix }];
            }),
        );
        return unknown.length > 0 ? unknown : listProblems(path, restoreFrom);
    },
};
