/** Node groups one by one: what EKS refuses, and what Cluster Autoscaler would get wrong. */
import { architecturesOf, instanceType } from "../instance-types";
import { copiesOf, isClosed, nodeGroups, purposeIsNeeded, type Check } from "./check";

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

/** Every open group may get every pod: no pod asks for an architecture. */
export const imageArchitecture: Check = {
    id: "nodes.imageArchitecture",
    reads: ["images.architectures"],
    find: ({ environment }) => {
        const built = environment.images.architectures;
        return nodeGroups(environment).flatMap(([name, group]) => {
            const [found, ...others] = architecturesOf(group.instanceTypes);
            if (found === undefined || others.length > 0 || built.includes(found) || isClosed(group)) return [];
            const rule = `is ${found}, and the systems' images are built for ${built.join(" and ")} only`;
            const fix = `choose ${built.join(" or ")} types, or build the images for ${found} too and write images.architectures: [${[...built, found].sort().join(", ")}]`;
            return [{ path: `nodeGroups.${name}.instanceTypes`, value: group.instanceTypes, rule, fix }];
        });
    },
};

/** EKS service quotas: managed node groups for a cluster. Zonal groups are one a zone. AWS raises it on request, and nobody asked yet. */
const MOST_GROUPS = 30;

export const groupCount: Check = {
    id: "nodes.groupCount",
    reads: ["network.zones", "systems"],
    find: ({ environment }) => {
        const groups = nodeGroups(environment).filter(([, { purpose }]) => purposeIsNeeded(purpose, environment));
        const count = groups.reduce((sum, [, group]) => sum + copiesOf(group, environment), 0);
        if (count <= MOST_GROUPS) return [];
        const rule = `make ${count} managed node groups, a zonal one counted once a zone; EKS takes ${MOST_GROUPS} in a cluster`;
        return [{ path: "nodeGroups", note: `${groups.length} groups`, rule, fix: "join groups, or remove some" }];
    },
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

/** EKS refuses labels and taints in the namespaces that Kubernetes and it keep to themselves (alphagov/govuk-infrastructure, pull request 1264). */
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

export const reservedTaints: Check = {
    id: "nodes.reservedTaints",
    reads: [],
    find: ({ environment }) =>
        nodeGroups(environment).flatMap(([name, { taints }]) =>
            taints.flatMap(({ key }, index) =>
                RESERVED_LABEL.test(key)
                    ? [
                          {
                              path: `nodeGroups.${name}.taints[${index}].key`,
                              value: key,
                              rule: "is a taint of Kubernetes, EKS or mindcloud itself",
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
