/** Names: of the stack, tags, tenants. */
import { KNOWN_NAMESPACES } from "./namespaces";
import { stackNameProblem } from "../stack-name";
import type { Check } from "./check";

export const stackName: Check = {
    id: "names.stack",
    reads: [],
    find: ({ environment: { stack } }) => {
        const problem = stackNameProblem(stack);
        return problem === undefined ? [] : [{ path: "stack", value: stack, ...problem }];
    },
};

/** AWS: 50 tags for a resource. mindcloud sets 3, EKS, its add-ons and load balancers a handful. */
const MOST_TAGS = 40;
const RESERVED_TAG = /^(mindcloud:|kubernetes\.io\/|k8s\.io\/|eks:|elbv2\.k8s\.aws\/)/;

export const tagReserved: Check = {
    id: "tags.reserved",
    reads: [],
    find: ({ environment: { tags } }) =>
        Object.entries(tags).flatMap(([key, value]) =>
            RESERVED_TAG.test(key)
                ? [
                      {
                          path: `tags.${key}`,
                          value,
                          rule: "is a tag that mindcloud, EKS or its controllers set",
                          fix: "choose another key",
                      },
                  ]
                : [],
        ),
};

export const tagCount: Check = {
    id: "tags.count",
    reads: [],
    find: ({ environment: { tags } }) => {
        const count = Object.keys(tags).length;
        if (count <= MOST_TAGS) return [];
        const rule = "is too many: AWS takes 50 a resource, and mindcloud and EKS set their own";
        return [{ path: "tags", note: `${count} tags`, rule, fix: `keep at most ${MOST_TAGS}` }];
    },
};

/** IAM compares tag keys without case, other services with it. */
export const tagCase: Check = {
    id: "tags.case",
    reads: [],
    find: ({ environment: { tags } }) => {
        const keys = Object.keys(tags);
        return keys.flatMap((key, index) => {
            const other = keys.slice(0, index).find((before) => before.toLowerCase() === key.toLowerCase());
            if (other === undefined) return [];
            return [
                {
                    path: `tags.${key}`,
                    value: tags[key],
                    rule: `differs from ${other} only in case: IAM refuses both`,
                    fix: "keep one of the two",
                },
            ];
        });
    },
};

export const companyNamespace: Check = {
    id: "companies.namespace",
    reads: [],
    find: ({ environment: { systems } }) =>
        Object.keys(systems.simpleCli.companies).flatMap((id) => {
            const path = `systems.simpleCli.companies.${id}`;
            const reserved =
                "begins with kube-, which Kubernetes keeps to itself: a company gets a namespace of its id";
            if (id.startsWith("kube-"))
                return [{ path, rule: reserved, fix: `choose another id, for example ${id.slice(5)}` }];
            const owner = KNOWN_NAMESPACES[id];
            if (owner === undefined) return [];
            const rule = `is the namespace of ${owner}: a company gets a namespace of its id`;
            return [{ path, rule, fix: `choose another id, for example ${id}-co` }];
        }),
};

export const noCompanies: Check = {
    id: "companies.none",
    reads: ["systems.simpleCli"],
    find: ({ environment: { systems } }) =>
        systems.simpleCli.enabled && Object.keys(systems.simpleCli.companies).length === 0
            ? [
                  {
                      path: "systems.simpleCli.companies",
                      value: {},
                      rule: "is empty, so that the system would run nothing",
                      fix: "write for example companies: { acme: {} }, or disable simpleCli",
                  },
              ]
            : [],
};

export const memstackBounds: Check = {
    id: "systems.memstackBounds",
    reads: [],
    find: ({ environment: { systems } }) =>
        (["api", "worker"] as const).flatMap((part) => {
            const { min, max } = systems.memstack[part];
            if (min <= max) return [];
            const path = `systems.memstack.${part}`;
            return [
                {
                    path: `${path}.min`,
                    value: min,
                    rule: `is above ${path}.max, ${max}`,
                    fix: `write ${max} or less, or raise max`,
                },
            ];
        }),
};

export const rewriteConflict: Check = {
    id: "cluster.rewriteConflict",
    reads: ["systems"],
    find: ({ environment: { cluster, needs } }) =>
        Object.entries(cluster.dnsRewrites).flatMap(([name, value]) => {
            const theirs = Object.entries(needs.dnsRewrites).find(([key]) => key.toLowerCase() === name.toLowerCase());
            if (theirs === undefined) return [];
            const rule = `is a name that an enabled system rewrites to ${theirs[1]}`;
            return [{ path: `cluster.dnsRewrites.${name}`, value, rule, fix: "remove it" }];
        }),
};
