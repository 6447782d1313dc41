/** Instance types one by one: whether EC2 has them, and whether pods find room and an image that runs. */
import { instanceType, knownInstanceTypes } from "../instance-types";
import { nearest } from "../nearest";
import { offered } from "../offers";
import type { Problem } from "../problems";
import { repeated, type Check, type NodeGroup } from "./check";

/** AWS makes new families every month: a well-formed one that the table lacks is let through; a size that a known family lacks is not. */
const FAMILY = /^[a-z]{1,3}\d{1,2}[a-z]*(-[a-z]+)?$/;
const SIZE = /^(nano|micro|small|medium|large|\d{0,3}xlarge|metal(-\d+xl)?)$/;

/** Whole machines: `m7g.metal`, `m7i.metal-24xl`. */
const METAL = /\.metal(-|$)/;
/** Sizes whose pods or memory the node agents alone would fill. */
const TINY = /\.(nano|micro)$/;
const SMALLEST_GIBIBYTES = 4;

export const knownType: Check = {
    id: "nodes.knownType",
    reads: ["aws:region"],
    find: ({ environment }) => {
        const known = knownInstanceTypes();
        const families = new Set(known.map((type) => type.split(".")[0]));
        const { region } = environment;
        const fits = (type: string) => {
            const [family = "", size = ""] = type.split(".");
            if (offered("instances", type, region) !== "nowhere") return true;
            if (instanceType(type) !== undefined || TINY.test(type) || METAL.test(type)) return true;
            return !families.has(family) && FAMILY.test(family) && SIZE.test(size);
        };
        return eachType(environment.nodeGroups, (type) => {
            if (offered("instances", type, region) === "no") {
                const size = type.slice(type.indexOf("."));
                const there = known.find((each) => each.endsWith(size) && offered("instances", each, region) === "yes");
                return { rule: `is not offered in ${region}`, fix: `write for example ${there ?? "m6g.large"}` };
            }
            if (fits(type)) return undefined;
            const near = nearest(type, known);
            const fix = near === undefined ? "write for example m7g.large" : `did you mean ${near}?`;
            return { rule: "is not an instance type that mindcloud knows", fix };
        });
    },
};

/** Auto Scaling: "Cannot add same instance type override more than once" (terraform-aws-eks issue 368). */
export const typeTwice: Check = {
    id: "nodes.typeTwice",
    reads: [],
    find: ({ environment: { nodeGroups } }) =>
        Object.entries(nodeGroups).flatMap(([name, { instanceTypes }]) =>
            repeated(instanceTypes).map(({ index, value }) => ({
                path: `nodeGroups.${name}.instanceTypes[${index}]`,
                value,
                rule: "is listed twice, which Auto Scaling refuses",
                fix: "keep one of the two",
            })),
        ),
};

/**
 * AWS's EC2 user guide, "Instance families": accelerators (g, p, inf, trn, dl, vt, f) need drivers that the standard Amazon Linux image does
 * not have (EKS user guide, "Amazon EKS-optimized accelerated AMIs"), and no system asks for one; hpc and mac are no nodes of EKS.
 */
const ACCELERATED = /^(g|gr|p|inf|trn|dl|vt|f)\d/;
const NO_NODE = /^(hpc|mac)\d/;

export const standardImage: Check = {
    id: "nodes.standardImage",
    reads: [],
    find: ({ environment }) =>
        eachType(environment.nodeGroups, (type) => {
            const fix = "write for example m7g.large";
            if (ACCELERATED.test(type))
                return { rule: "has an accelerator, for which the nodes' standard image has no driver", fix };
            if (NO_NODE.test(type)) return { rule: "cannot be a node of a managed node group", fix };
            if (METAL.test(type))
                return { rule: "is a whole machine, which starts in a quarter of an hour and no system needs", fix };
            return undefined;
        }),
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
