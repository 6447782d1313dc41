import { inUse } from "./inUse";
import { keeping } from "./keeping";
import { onKubernetesCreate, onKubernetesUpdate } from "./kubernetes";
import { names } from "./names";
import { network } from "./network";
import { references } from "./references";
import type { Creation, Deletion, Rule, Update } from "./refusal";

/** In the order in which AWS would notice. */
export const onCreate: readonly Rule<Creation>[] = [...references, ...names, ...network, ...onKubernetesCreate];
export const onUpdate: readonly Rule<Update>[] = [...references, ...onKubernetesUpdate];
export const onDelete: readonly Rule<Deletion>[] = [...keeping, ...inUse];
