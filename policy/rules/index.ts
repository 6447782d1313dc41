import type { Rule } from "../rule";
import { bucketRules } from "./buckets";
import { chartRules } from "./charts";
import { dataRules } from "./data";
import { doorRules } from "./doors";
import { encryptionRules } from "./encryption";
import { exposureRules } from "./exposure";
import { iamRules } from "./iam";
import { ingressRules } from "./ingress";
import { monitoringRules } from "./monitoring";
import { nameRules } from "./names";
import { namespaceRules } from "./namespaces";
import { orderRules } from "./order";
import { podReferenceRules } from "./pod-references";
import { podRules } from "./pods";
import { quotaRules } from "./quotas";
import { referenceRules } from "./references";
import { replicaRules } from "./replicas";
import { secretRules } from "./secrets";
import { settingRules } from "./settings";
import { structureRules } from "./structure";
import { tagRules } from "./tags";
import { unusedRules } from "./unused";
import { wayRules } from "./ways";

export const RULES: readonly Rule[] = [
    ...structureRules,
    ...tagRules,
    ...nameRules,
    ...encryptionRules,
    ...exposureRules,
    ...wayRules,
    ...bucketRules,
    ...iamRules,
    ...secretRules,
    ...dataRules,
    ...unusedRules,
    ...settingRules,
    ...orderRules,
    ...chartRules,
    ...namespaceRules,
    ...quotaRules,
    ...podRules,
    ...podReferenceRules,
    ...referenceRules,
    ...ingressRules,
    ...doorRules,
    ...replicaRules,
    ...monitoringRules,
];
