/** Node groups one by one: what EKS refuses, and what Cluster Autoscaler would get wrong. */
import { architecturesOf, instanceType, knownInstanceTypes } from "../instance-types";
import { nearest } from "../nearest";
import type { Problem } from "../problems";
import { nodeGroups, purposeIsNeeded, type Check, type NodeGroup } from "./check";

export const bounds: Check = {
    id: "nodes.bounds",
    reads: [],
    find: ({ environment }) =>
        nodeGroups(environment).flatMap(([name, { min, max }]) =>
            min <= max
                ? []
                : [
                      {
                          path: `nodeGroups.${name}.min`,
                          value: min,
                          rule: `is above nodeGroups.${name}.max, ${max}`,
                          fix: `write ${max} or less, or raise max`,
                      },
                  ],
        ),
};

/** AWS makes new families every month: a well-formed one that the table lacks is let through; a size that a known family lacks is not. */
const FAMILY = /^[a-z]{1,3}\d{1,2}[a-z]*(-[a-z]+)?$/;
const SIZE = /^(nano|micro|small|medium|large|\d{0,3}xlarge|metal(-\d+xl)?)$/;

/** Sizes whose pods or memory the node agents alone would fill. */
const TINY = /\.(nano|micro)$/;
const SMALLEST_GIBIBYTES = 4;

export const knownType: Check = {
    id: "nodes.knownType",
    reads: [],
    find: ({ environment }) => {
        const known = knownInstanceTypes();
        const families = new Set(known.map((type) => type.split(".")[0]));
        const fits = (type: string) => {
            const [family = "", size = ""] = type.split(".");
            if (instanceType(type) !== undefined || TINY.test(type)) return true;
            return !families.has(family) && FAMILY.test(family) && SIZE.test(size);
        };
        return eachType(environment.nodeGroups, (type) => {
            if (fits(type)) return undefined;
            const near = nearest(type, known);
            const fix = near === undefined ? "write for example m7g.large" : `did you mean ${near}?`;
            return { rule: "is not an instance type that mindcloud knows", fix };
        });
    },
};

export const tooSmall: Check = {
    id: "nodes.tooSmall",
    reads: [],
    find: ({ environment }) =>
        eachType(environment.nodeGroups, (type) => {
            const memory = instanceType(type)?.memoryGibibytes;
            if (!TINY.test(type) && (memory === undefined || memory >= SMALLEST_GIBIBYTES)) return undefined;
            const rule = `is too small: the agents of every node leave no room for pods below ${SMALLEST_GIBIBYTES} GiB`;
            return { rule, fix: "choose a larger size, for example t4g.medium" };
        }),
};

function eachType(
    groups: Readonly<Record<string, NodeGroup>>,
    look: (type: string) => { rule: string; fix: string } | undefined,
): Problem[] {
    return Object.entries(groups).flatMap(([name, group]) =>
        group.instanceTypes.flatMap((value, index) => {
            const found = look(value);
            return found === undefined ? [] : [{ path: `nodeGroups.${name}.instanceTypes[${index}]`, value, ...found }];
        }),
    );
}

/** A managed node group has one image, so one architecture. */
export const oneArchitecture: Check = {
    id: "nodes.oneArchitecture",
    reads: [],
    find: ({ environment }) =>
        nodeGroups(environment).flatMap(([name, { instanceTypes }]) => {
            const found = architecturesOf(instanceTypes);
            if (found.length < 2) return [];
            const rule = `mixes ${found.join(" and ")}: a node group has one image`;
            const fix = "keep one architecture, and give the other a group of its own";
            return [{ path: `nodeGroups.${name}.instanceTypes`, value: instanceTypes, rule, fix }];
        }),
};

/** Cluster Autoscaler takes the nodes of a group for equal and simulates with one of them. */
export const oneShape: Check = {
    id: "nodes.oneShape",
    reads: [],
    find: ({ environment }) =>
        nodeGroups(environment).flatMap(([name, { instanceTypes }]) => {
            const shapes = instanceTypes.flatMap((type) => instanceType(type) ?? []);
            const distinct = new Set(shapes.map(({ vcpu, memoryGibibytes }) => `${vcpu} vCPU ${memoryGibibytes} GiB`));
            if (distinct.size < 2 || architecturesOf(instanceTypes).length > 1) return [];
            const rule = `mixes ${[...distinct].join(" with ")}: Cluster Autoscaler takes a group's nodes for equal`;
            const fix = "keep one size, and give the other a group of its own";
            return [{ path: `nodeGroups.${name}.instanceTypes`, value: instanceTypes, rule, fix }];
        }),
};

/** Kubernetes version skew policy: a kubelet may be up to three minors older than the API server, never newer. */
const OLDEST_LAG = 3;
const minorOf = (version: string): number => Number(version.split(".")[1]);

export const versionSkew: Check = {
    id: "nodes.versionSkew",
    reads: ["cluster.kubernetes"],
    find: ({ environment }) => {
        const control = environment.cluster.kubernetes;
        return nodeGroups(environment).flatMap(([name, { kubernetes }]) => {
            const lag = kubernetes === undefined ? 0 : minorOf(control) - minorOf(kubernetes);
            if (lag >= 0 && lag <= OLDEST_LAG) return [];
            const rule =
                lag < 0 ? `is newer than the control plane, ${control}` : `is ${lag} minors behind the control plane`;
            const fix = lag < 0 ? "upgrade cluster.kubernetes first, then the nodes" : "upgrade the nodes first";
            return [{ path: `nodeGroups.${name}.kubernetes`, value: kubernetes, rule, fix }];
        });
    },
};

/** EKS refuses labels in the namespaces that Kubernetes and it keep to themselves. */
const RESERVED_LABEL = /(^|\.)(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\/|^mindcloud\.dev\//;

export const reservedLabels: Check = {
    id: "nodes.reservedLabels",
    reads: [],
    find: ({ environment }) =>
        nodeGroups(environment).flatMap(([name, { labels }]) =>
            Object.entries(labels).flatMap(([key, value]) =>
                RESERVED_LABEL.test(key)
                    ? [
                          {
                              path: `nodeGroups.${name}.labels.${key}`,
                              value,
                              rule: "is a label of Kubernetes, EKS or mindcloud itself",
                              fix: "use a domain of your own, for example example.com/team",
                          },
                      ]
                    : [],
            ),
        ),
};

export const taintTwice: Check = {
    id: "nodes.taintTwice",
    reads: [],
    find: ({ environment }) =>
        nodeGroups(environment).flatMap(([name, { taints }]) => {
            const keys = taints.map(({ key, effect }) => `${key} ${effect}`);
            return taints.flatMap(({ key, effect }, index) =>
                keys.indexOf(`${key} ${effect}`) === index
                    ? []
                    : [
                          {
                              path: `nodeGroups.${name}.taints[${index}]`,
                              note: `${key} ${effect}`,
                              rule: "is listed twice: Kubernetes allows one taint per key and effect",
                              fix: "keep one of the two",
                          },
                      ],
            );
        }),
};

/** A zonal group `data` makes data-us-east-1a and so on; no other group may be called that. */
export const groupNames: Check = {
    id: "names.nodeGroups",
    reads: ["network.zoneNames", "aws:region"],
    find: ({ environment }) => {
        const groups = nodeGroups(environment);
        const zonal = groups.filter(([, group]) => group.purpose === "zonal" && purposeIsNeeded("zonal", environment));
        const made = new Map(zonal.flatMap(([name]) => environment.zoneNames.map((zone) => [`${name}-${zone}`, name])));
        return groups.flatMap(([name]) => {
            const other = made.get(name);
            if (other === undefined) return [];
            const rule = `is also the name that zonal group ${other} has in that zone`;
            return [{ path: `nodeGroups.${name}`, rule, fix: "choose another name" }];
        });
    },
};
