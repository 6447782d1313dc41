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

/** The policy and its binding; what is returned must be there before the first object that it judges. */
export function enact(name: string, law: Law, parent: pulumi.Resource): readonly pulumi.Resource[] {
    const metadata = { name: law.metadataName, labels: { "app.kubernetes.io/managed-by": "mindcloud" } };
    const policy = new ValidatingAdmissionPolicy(name, { metadata, spec: specOf(law) }, { parent });
    const binding = new ValidatingAdmissionPolicyBinding(
        `${name}-binding`,
        { metadata, spec: { policyName: law.metadataName, validationActions: ["Deny"] } },
        { parent, dependsOn: [policy] },
    );
    return [policy, binding];
}

export function specOf(law: Law): admissionregistration.v1.ValidatingAdmissionPolicySpec {
    const { namespaceSelector, objectSelector, onlyIf, variables = {} } = law;
    return {
        // An expression that fails for an object nobody thought of refuses it, rather than let it pass unseen.
        failurePolicy: "Fail",
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
