/** Who is let in: EKS access entries. A principal of another account is fine for them (EKS user guide, "Create access entries"). */
import type { Problem } from "../problems";
import type { Check } from "./check";

const path = "cluster.access";

/** arn:<partition>:iam::<account>:<kind>/<path and name>; AWS allows one name only once in an account, whatever its path. */
function parts(principal: string) {
    const [, partition = "", , , account = "", rest = ""] = principal.split(":");
    const [kind = "", ...names] = rest.split("/");
    return { partition, account, kind, name: names.at(-1) ?? "", under: names[0] ?? "" };
}

export const noAdmin: Check = {
    id: "access.noAdmin",
    reads: [path],
    find: ({ environment: { cluster, existing } }) =>
        existing.cluster !== undefined || Object.values(cluster.access).includes("admin")
            ? []
            : [
                  {
                      path,
                      rule: "has no admin: nobody, not even the deployment, could change the cluster",
                      fix: "write admin for the role that deploys",
                  },
              ],
};

export const sameName: Check = {
    id: "access.sameName",
    reads: [],
    find: ({ environment: { cluster } }) => {
        const seen = new Map<string, string>();
        return Object.entries(cluster.access).flatMap(([principal, value]): Problem[] => {
            const { account, kind, name } = parts(principal);
            const key = `${account} ${kind} ${name.toLowerCase()}`;
            const other = seen.get(key);
            seen.set(key, other ?? principal);
            if (other === undefined) return [];
            const rule = `names the same ${kind} as ${other}`;
            return [{ path: `${path}.${principal}`, value, rule, fix: `keep the ARN that aws iam get-${kind} prints` }];
        });
    },
};

export const otherPartition: Check = {
    id: "access.partition",
    reads: ["aws:region"],
    find: ({ environment: { cluster, partition, region } }) =>
        Object.entries(cluster.access).flatMap(([principal, value]) =>
            parts(principal).partition === partition
                ? []
                : [
                      {
                          path: `${path}.${principal}`,
                          value,
                          rule: `is of another partition than ${region}`,
                          fix: `write an ARN that begins with arn:${partition}:`,
                      },
                  ],
        ),
};

export const serviceLinked: Check = {
    id: "access.serviceLinked",
    reads: [],
    find: ({ environment: { cluster } }) =>
        Object.entries(cluster.access).flatMap(([principal, value]) =>
            parts(principal).under === "aws-service-role"
                ? [
                      {
                          path: `${path}.${principal}`,
                          value,
                          rule: "is a service-linked role, which EKS refuses in access entries",
                          fix: "name the role that people or pipelines assume",
                      },
                  ]
                : [],
        ),
};

/** IAM Identity Center makes its roles below a path, and EKS compares whole ARNs (IAM Identity Center user guide, "Referencing permission sets"). */
const SSO_PATH = "aws-reserved/sso.amazonaws.com/";

export const ssoPath: Check = {
    id: "access.ssoPath",
    reads: [],
    find: ({ environment: { cluster } }) =>
        Object.entries(cluster.access).flatMap(([principal, value]) => {
            const { kind, name } = parts(principal);
            if (kind !== "role" || !name.startsWith("AWSReservedSSO_") || principal.includes(`:role/${SSO_PATH}`))
                return [];
            const rule = `names a role of IAM Identity Center without its path, ${SSO_PATH}: EKS would know nobody by it`;
            const fix = `write what this prints: aws iam get-role --role-name ${name} --query Role.Arn`;
            return [{ path: `${path}.${principal}`, value, rule, fix }];
        }),
};

/**
 * IAM takes a permissions boundary of the role's own account, or one of AWS's own policies; and the deploy role of bootstrap/account.yaml
 * may make roles within the boundary of its own stack only.
 */
export const boundary: Check = {
    id: "access.boundary",
    reads: ["account", "aws:region"],
    find: ({ environment: { deployment, account, partition, region, project, stack } }) => {
        const value = deployment.permissionsBoundary;
        const [, itsPartition, , , owner, resource = ""] = value?.split(":") ?? [];
        const problem = (rule: string, fix: string) => [{ path: "deployment.permissionsBoundary", value, rule, fix }];
        if (value === undefined) return [];
        if (itsPartition !== partition)
            return problem(`is of another partition than ${region}`, `write an ARN that begins with arn:${partition}:`);
        if (owner !== "aws" && owner !== account) {
            const rule = `is a policy of account ${owner}, and mindcloud:account is ${account}`;
            return problem(rule, `name a policy of account ${account}`);
        }
        const ours = `policy/${project}-boundary-`;
        if (!resource.startsWith(ours) || resource === `${ours}${stack}`) return [];
        const whose = resource.slice(ours.length);
        const rule = `is the boundary of ${whose === "" ? "no stack" : whose}, and the deploy role of ${stack} may make no role in it`;
        return problem(rule, `write arn:${partition}:iam::${account}:${ours}${stack}`);
    },
};
