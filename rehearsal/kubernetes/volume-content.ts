/** What is on the volume of a claim that begins with a snapshot: the EBS CSI driver's part, as far as data goes. */
import { CONTENT, SNAPSHOT } from "../aws/restored";
import { factsOf, type Store } from "../cloud/store";
import { at, isNamed } from "./inputs";

const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";
const VOLUME_SNAPSHOT = "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshot";

type Inputs = Readonly<Record<string, unknown>>;

/** Nothing for a claim that begins empty, or whose snapshot nobody took: its volume would never be made. */
export function contentOf(type: string, claim: Inputs, store: Store): Inputs {
    const name = at(claim, "spec.dataSource.name");
    if (type !== CLAIM || name === undefined) return {};
    const namespace = at(claim, "metadata.namespace");
    const snapshot = store
        .live(VOLUME_SNAPSHOT)
        .map(factsOf)
        .find((inputs) => isNamed(inputs, { name, namespace }));
    const contentName = at(snapshot, "spec.source.volumeSnapshotContentName");
    const content = store
        .live(`${VOLUME_SNAPSHOT}Content`)
        .map(factsOf)
        .find((inputs) => at(inputs, "metadata.name") === contentName);
    const handle = at(content, "spec.source.snapshotHandle");
    const taken = store.remainders(SNAPSHOT).find(({ key }) => key === handle);
    return taken?.holds?.[CONTENT] === undefined ? {} : { [CONTENT]: taken.holds[CONTENT] };
}
