/** Tags: what AWS, and what copies them to volumes and load balancers, would refuse or change. */
import type { Problem } from "../problems";
import type { Check } from "./check";

/** AWS: 50 tags for a resource. mindcloud sets 3, EKS, its add-ons and load balancers a handful. */
const MOST_TAGS = 40;

/**
 * Set by mindcloud (`Name` on each resource) or by controllers. The EBS CSI driver refuses its own keys and everything that begins with
 * kubernetes.io (its cmd/options/validation.go); AWS compares the prefix aws: without case.
 */
const RESERVED_TAG =
    /^(mindcloud:|aws:|kubernetes\.io|k8s\.io\/|eks:|elbv2\.k8s\.aws\/|ingress\.k8s\.aws\/|service\.k8s\.aws\/|node\.k8s\.amazonaws\.com\/|(name|CSIVolumeName|CSIVolumeSnapshotName|ebs\.csi\.aws\.com\/cluster)$)/i;

type Tag = readonly [key: string, value: string];

const eachTag = (id: string, look: (tag: Tag) => Pick<Problem, "rule" | "fix"> | undefined): Check => ({
    id: `tags.${id}`,
    reads: [],
    find: ({ environment: { tags } }) =>
        Object.entries(tags).flatMap(([key, value]) => {
            const found = look([key, value]);
            return found === undefined ? [] : [{ path: `tags.${key}`, value, ...found }];
        }),
});

/** Without case: IAM takes `name` for the same as our `Name`. */
export const tagReserved = eachTag("reserved", ([key]) =>
    RESERVED_TAG.test(key)
        ? { rule: "is a tag that AWS, mindcloud, EKS or its controllers set", fix: "choose another key" }
        : undefined,
);

/** The EBS CSI driver and the load balancer controller get them as key=value,key=value (Kubernetes' MapStringString, pflag's StringToString). */
export const tagCopied = eachTag("copied", ([key, value]) => {
    if (key.includes("="))
        return {
            rule: "would be cut at its = on the way to volumes and load balancers",
            fix: `write ${key.replaceAll("=", "-")}`,
        };
    if (key.trim() !== key) return { rule: "begins or ends with a space, which volumes lose", fix: "remove the space" };
    if (value.trim() !== value)
        return { rule: "has a value that begins or ends with a space, which volumes lose", fix: "remove the space" };
    return undefined;
});

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
            const rule = `differs from ${other} only in case: IAM refuses both`;
            return [{ path: `tags.${key}`, value: tags[key], rule, fix: "keep one of the two" }];
        });
    },
};
