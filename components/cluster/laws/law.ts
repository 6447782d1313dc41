/** A ValidatingAdmissionPolicy as data. The API server runs it itself: no webhook, no pod, nothing that could be down. */
import {
    ValidatingAdmissionPolicy,
    ValidatingAdmissionPolicyBinding,
} from "@pulumi/kubernetes/admissionregistration/v1";
import type { admissionregistration } from "@pulumi/kubernetes/types/input";
import type * as pulumi from "@pulumi/pulumi";

/** What it says when it refuses: fixed words, or a CEL expression that names what is wrong. */
export type Words = { readonly message: string } | { readonly messageExpression: string };

export type Validation = Words & {
    /** CEL; false refuses. */
    readonly expression: string;
};

export interface Law {
    /** metadata.name of policy and binding. */
    readonly metadataName: string;
    readonly rules: readonly admissionregistration.v1.NamedRuleWithOperations[];
    readonly namespaceSelector?: Readonly<Record<string, string>>;
    readonly objectSelector?: Readonly<Record<string, string>>;
    /** Kind of the object that a binding names, which expressions know as `params`. */
    readonly parameter?: { readonly apiVersion: string; readonly kind: string };
    /** CEL; only where it is true is anything judged. */
    readonly onlyIf?: string;
    /** CEL by name, in this order: each may use those before it as `variables.<name>`. */
    readonly variables?: Readonly<Record<string, string>>;
    readonly validations: readonly Validation[];
}

export const resources = (
    apiGroup: string,
    names: readonly string[],
    operations: readonly ("CREATE" | "UPDATE" | "CONNECT")[],
): admissionregistration.v1.NamedRuleWithOperations => ({
    ...{ apiGroups: [apiGroup], apiVersions: ["*"], operations: [...operations], resources: [...names] },
});

/** Labels or annotations of an object, of which it may have none. */
export const mapOf = (key: "labels" | "annotations", object: string): string =>
    `has(${object}.metadata) && has(${object}.metadata.${key}) ? ${object}.metadata.${key} : {}`;

const metadataOf = (name: string) => ({ name, labels: { "app.kubernetes.io/managed-by": "mindcloud" } });

/** The policy and its binding; what is returned must be there before the first object that it judges. */
export function enact(name: string, law: Law, parent: pulumi.Resource): readonly pulumi.Resource[] {
    const policy = policyOf(name, law, parent);
    return [policy, bind(`${name}-binding`, law, policy, parent)];
}

export const policyOf = (name: string, law: Law, parent: pulumi.Resource): ValidatingAdmissionPolicy =>
    new ValidatingAdmissionPolicy(name, { metadata: metadataOf(law.metadataName), spec: specOf(law) }, { parent });

/** For some objects only, with a parameter of their own: `more` names them. Default for all that the law is for. */
export function bind(
    name: string,
    law: Law,
    policy: ValidatingAdmissionPolicy,
    parent: pulumi.Resource,
    more: { readonly suffix?: string } & Partial<admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec> = {},
): ValidatingAdmissionPolicyBinding {
    const { suffix = "", ...spec } = more;
    return new ValidatingAdmissionPolicyBinding(
        name,
        {
            metadata: metadataOf(`${law.metadataName}${suffix}`),
            spec: { policyName: law.metadataName, validationActions: ["Deny"], ...spec },
        },
        { parent, dependsOn: [policy] },
    );
}

export function specOf(law: Law): admissionregistration.v1.ValidatingAdmissionPolicySpec {
    const { namespaceSelector, objectSelector, onlyIf, parameter, variables = {} } = law;
    return {
        // An expression that fails for an object nobody thought of refuses it, rather than let it pass unseen.
        failurePolicy: "Fail",
        ...(parameter && { paramKind: parameter }),
        matchConstraints: {
            resourceRules: [...law.rules],
            ...(namespaceSelector && { namespaceSelector: { matchLabels: { ...namespaceSelector } } }),
            ...(objectSelector && { objectSelector: { matchLabels: { ...objectSelector } } }),
        },
        ...(onlyIf !== undefined && { matchConditions: [{ name: "only-if", expression: onlyIf }] }),
        variables: Object.entries(variables).map(([name, expression]) => ({ name, expression })),
        validations: law.validations.map((validation) => ({ ...validation })),
    };
}
