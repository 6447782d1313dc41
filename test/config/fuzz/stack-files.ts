/** Stack files: a small one that is valid, and laid over it whole shapes and single keys. Shrinking takes away what is laid over. */
import fc from "fast-check";
import { isTree, merge, type Tree } from "../../../config/tree";
import { grounds, shapes } from "./shapes";
import { keysOfTheSchema } from "./values";

const SMALL: Tree = {
    account: "111122223333",
    budget: { monthlyUsd: 10_000_000 },
    alerts: { emails: ["platform@example.com"] },
};
/** Not said for a cluster of others, where it would change nothing. */
const OWN_CLUSTER: Tree = {
    cluster: {
        access: { "arn:aws:iam::111122223333:role/deploy": "admin" },
        endpoint: { publicCidrs: ["203.0.113.0/24"] },
    },
};

/** The smallest that is accepted, but for what it costs. */
export const SMALL_FILE: Tree = merge(SMALL, OWN_CLUSTER);

const single = fc.oneof(...[...keysOfTheSchema().values()].map((overlays) => fc.oneof(...overlays)));

const isForeign = ({ existing }: Tree): boolean => isTree(existing) && existing.cluster !== undefined;

/** Everything under mindcloud:, accepted or not. */
export const settings: fc.Arbitrary<Tree> = fc
    .record({
        ground: grounds,
        whole: fc.array(shapes, { maxLength: 4, size: "max" }),
        keys: fc.array(single, { maxLength: 4, size: "max" }),
    })
    .map(({ ground, whole, keys }) => merge(SMALL, isForeign(ground) ? {} : OWN_CLUSTER, ground, ...whole, ...keys));

/** As the file says it. */
export const fileOf = (tree: Tree): Tree => ({
    config: {
        "aws:region": "us-east-1",
        ...Object.fromEntries(Object.entries(tree).map(([key, value]) => [`mindcloud:${key}`, value])),
    },
});
