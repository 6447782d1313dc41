/** A volume of a pod, from an EBS snapshot. */
import { ofLife, suffixOf } from "../../../config/restores";
import { CONTENT, SNAPSHOT } from "../../aws/restored";
import { factsOf, type CloudObject, type Store } from "../../cloud/store";
import { at } from "../../kubernetes/inputs";
import type { Lab } from "../lab";
import { CANARY, pointedAt, type Drill } from "./drill";

const [NAMESPACE, CLAIM] = ["akosha", "akosha-hot-store-data"];
const RESTORE = { claim: `${NAMESPACE}/${CLAIM}`, snapshot: "snap-0123456789abcdef0" };
const RESTORED = ofLife(CLAIM, { suffix: suffixOf(RESTORE) });

const claim = (store: Store, name: string): CloudObject | undefined =>
    store
        .live("kubernetes:core/v1:PersistentVolumeClaim")
        .find(
            (each) =>
                at(factsOf(each), "metadata.name") === name && at(factsOf(each), "metadata.namespace") === NAMESPACE,
        );

/** By the name of the claim in a pod's volumes. */
const mounted = (name: string): string => `"claimName":"${name}"`;

export const volume: Drill = {
    store: "EBS volumes",
    restored: (fate) => ({ "mindcloud:stores": { volumes: { restoreFrom: [{ ...RESTORE, ...fate }] } } }),
    write: async (store) => {
        const old = claim(store, CLAIM);
        if (old === undefined) throw new Error("there is no claim to write into");
        await store.put({ ...old, outputs: { ...old.outputs, [CONTENT]: CANARY } });
        const taken = {
            type: SNAPSHOT,
            key: RESTORE.snapshot,
            name: CLAIM,
            because: "a recovery point",
            blocksName: false,
        };
        await store.remove({ ...old, id: "nothing" }, [{ ...taken, holds: { [CONTENT]: CANARY } }]);
    },
    found: (lab: Lab) => {
        const now = claim(lab.cloud(), RESTORED);
        const holds = now !== undefined && factsOf(now)[CONTENT] === CANARY;
        return [
            ...(holds ? [] : ["the volume of the new claim does not hold what was written"]),
            ...pointedAt(lab, mounted(CLAIM), mounted(RESTORED)),
        ];
    },
    old: (lab) => claim(lab.cloud(), CLAIM) !== undefined,
};
