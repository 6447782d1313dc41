/** A volume of a pod, from an EBS snapshot. */
import { ofLife, suffixOf } from "../../../config/restores";
import { CONTENT, SNAPSHOT } from "../../aws/restored";
import { factsOf, type CloudObject, type Store } from "../../cloud/store";
import { isNamed } from "../../kubernetes/inputs";
import type { Lab } from "../lab";
import { holds, pointedAt, writeInto, type Drill } from "./drill";

const [NAMESPACE, CLAIM] = ["akosha", "akosha-hot-store-data"];
const RESTORE = { claim: `${NAMESPACE}/${CLAIM}`, snapshot: "snap-0123456789abcdef0" };
const RESTORED = ofLife(CLAIM, { suffix: suffixOf(RESTORE) });

const claim = (store: Store, name: string): CloudObject | undefined =>
    store
        .live("kubernetes:core/v1:PersistentVolumeClaim")
        .find((each) => isNamed(factsOf(each), { name, namespace: NAMESPACE }));

/** By the name of the claim in a pod's volumes. */
const mounted = (name: string): string => `"claimName":"${name}"`;

export const volume: Drill & { readonly restore: typeof RESTORE } = {
    restore: RESTORE,
    store: "EBS volumes",
    restored: (fate) => ({ "mindcloud:stores": { volumes: { restoreFrom: [{ ...RESTORE, ...fate }] } } }),
    write: async (store) => {
        const written = await writeInto(store, claim(store, CLAIM));
        const taken = {
            type: SNAPSHOT,
            key: RESTORE.snapshot,
            name: CLAIM,
            because: "a recovery point",
            blocksName: false,
        };
        await store.remove({ ...written, id: "nothing" }, [
            { ...taken, holds: { [CONTENT]: factsOf(written)[CONTENT] } },
        ]);
    },
    found: (lab: Lab) => [...holds(claim(lab.cloud(), RESTORED)), ...pointedAt(lab, mounted(CLAIM), mounted(RESTORED))],
    old: (lab) => claim(lab.cloud(), CLAIM) !== undefined,
};
