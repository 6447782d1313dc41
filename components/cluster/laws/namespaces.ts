/** What makes the other laws reach a namespace, and Pod Security hold in it. */
import { POD_SECURITY_EXCEPTION } from "./exceptions";
import { mapOf, resources, type Law } from "./law";

const ENFORCE = "pod-security.kubernetes.io/enforce";
const SYSTEM = "app.kubernetes.io/part-of";

/** Selected by its label before or after the change, so that taking the label away is judged too. */
export const namespaceLaw: Law = {
    metadataName: "mindcloud-namespaces",
    rules: [resources("", ["namespaces"], ["CREATE", "UPDATE"])],
    objectSelector: { "app.kubernetes.io/managed-by": "mindcloud" },
    variables: {
        labels: mapOf("labels", "object"),
        annotations: mapOf("annotations", "object"),
        reason: `"${POD_SECURITY_EXCEPTION}" in variables.annotations ? variables.annotations["${POD_SECURITY_EXCEPTION}"] : ""`,
    },
    validations: [
        {
            expression: `("${ENFORCE}" in variables.labels && variables.labels["${ENFORCE}"] == "restricted") || variables.reason != ""`,
            message: `enforces less than restricted Pod Security without a reason: label it ${ENFORCE}: restricted, or say why not in the annotation ${POD_SECURITY_EXCEPTION}`,
        },
        {
            expression: `"${SYSTEM}" in variables.labels && "app.kubernetes.io/managed-by" in variables.labels`,
            message: `belongs to no system: label it ${SYSTEM} and app.kubernetes.io/managed-by`,
        },
    ],
};
