/** Names: of the stack, of tenants, of hosts. */
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
