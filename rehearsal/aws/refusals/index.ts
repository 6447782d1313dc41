import { inUse } from "./inUse";
import { keeping } from "./keeping";
import { onKubernetesCreate, onKubernetesUpdate } from "./kubernetes";
import { names } from "./names";
import { network } from "./network";
import { references } from "./references";
import type { Creation, Deletion, Rule, Update } from "./refusal";
import { shape } from "./shape";

/**
 * What a creation and an update are asked alike: names and networks change, too. The shape of a request comes last, although AWS looks at it
 * first: the others say more about the same mistake.
 */
const asked: readonly Rule<Creation>[] = [...references, ...names, ...network];
export const onCreate: readonly Rule<Creation>[] = [...asked, ...onKubernetesCreate, shape];
export const onUpdate: readonly Rule<Update>[] = [...asked, ...onKubernetesUpdate, shape];
export const onDelete: readonly Rule<Deletion>[] = [...keeping, ...inUse];
