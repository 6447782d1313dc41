import { accountAsked, accountOnDelete } from "./account";
import { buckets } from "./buckets";
import { documents } from "./documents";
import { cacheOnCreate, cacheOnDelete, cacheOnUpdate } from "./elasticache";
import { entries, entriesOnUpdate } from "./entries";
import { filesOnCreate, filesOnUpdate } from "./files";
import { inUse } from "./inUse";
import { keeping } from "./keeping";
import { offers } from "./offers";
import { onKubernetesCreate, onKubernetesUpdate } from "./kubernetes";
import { names } from "./names";
import { network } from "./network";
import { parametersOnCreate } from "./parameters";
import { quotas } from "./quotas";
import { rdsOnCreate, rdsOnDelete, rdsOnUpdate } from "./rds";
import { references } from "./references";
import { restoresOnCreate } from "./restores";
import type { Creation, Deletion, Rule, Update } from "./refusal";
import { shape } from "./shape";
import { together } from "./together";
import { trust } from "./trust";
import { watching } from "./watching";
import { windows } from "./windows";
import { wiring } from "./wiring";
import { zonesOnCreate, zonesOnUpdate } from "./zones";

/**
 * What a creation and an update are asked alike: names and networks change, too. The shape of a request comes last, although AWS looks at it
 * first: the others say more about the same mistake.
 */
const asked: readonly Rule<Creation>[] = [
    ...references,
    ...names,
    ...network,
    ...wiring,
    ...parametersOnCreate,
    ...together,
    ...windows,
    ...documents,
    ...trust,
    ...entries,
    ...buckets,
    ...watching,
    ...accountAsked,
];
export const onCreate: readonly Rule<Creation>[] = [
    ...asked,
    ...onKubernetesCreate,
    ...zonesOnCreate,
    ...restoresOnCreate,
    ...rdsOnCreate,
    ...cacheOnCreate,
    ...filesOnCreate,
    ...offers,
    ...quotas,
    shape,
];
export const onUpdate: readonly Rule<Update>[] = [
    ...asked,
    ...onKubernetesUpdate,
    ...zonesOnUpdate,
    ...rdsOnUpdate,
    ...cacheOnUpdate,
    ...filesOnUpdate,
    ...entriesOnUpdate,
    ...offers,
    shape,
];
export const onDelete: readonly Rule<Deletion>[] = [
    ...keeping,
    ...cacheOnDelete,
    ...inUse,
    ...rdsOnDelete,
    ...accountOnDelete,
];
