/** What environments use and do not make, as ARNs for the parameter `Brought` of account.yaml. Reads a stack file's words, or anything of that form. */
import { isTree } from "./template";

export interface Where {
    readonly project: string;
    readonly stack: string;
    readonly account: string;
    readonly region: string;
    readonly partition: string;
}

export function broughtArns(
    { project, stack, account, region, partition }: Where,
    settings: unknown,
): readonly string[] {
    const existing = child(settings, "existing");
    const cluster = child(child(existing, "cluster"), "name");
    const bucket = child(child(existing, "coldBucket"), "name");
    const key = child(existing, "kmsKeyArn");
    const arn = (service: string, rest: string): string => `arn:${partition}:${service}:${region}:${account}:${rest}`;
    const secrets = [...secretNames(settings)].filter((name) => !name.startsWith(`${project}/${stack}/`));
    return [
        ...(typeof cluster === "string"
            ? [arn("eks", `cluster/${cluster}`), arn("eks", `podidentityassociation/${cluster}/*`)]
            : []),
        ...(typeof key === "string" ? [key] : []),
        ...(typeof bucket === "string" ? [`arn:${partition}:s3:::${bucket}`, `arn:${partition}:s3:::${bucket}/*`] : []),
        // Secrets Manager appends a dash and six characters of its own.
        ...secrets.map((name) => arn("secretsmanager", `secret:${name}-??????`)),
    ];
}

const SECRET = /^(secretName|passwordSecret|adminSecret)$/;

function secretNames(value: unknown): Set<string> {
    const found = new Set<string>();
    const look = (each: unknown): void => {
        if (Array.isArray(each)) each.forEach(look);
        if (!isTree(each)) return;
        for (const [key, inner] of Object.entries(each))
            if (SECRET.test(key) && typeof inner === "string") found.add(inner);
            else look(inner);
    };
    look(value);
    return found;
}

function child(value: unknown, key: string): unknown {
    return isTree(value) ? value[key] : undefined;
}
