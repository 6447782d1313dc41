/** Addresses of what the rows rest on. */

/** A file of the AWS provider that Pulumi's is built on; `main` where the stored version that was read carries no commit. */
export const provider = (file: string, commit = "main"): string =>
    `https://github.com/hashicorp/terraform-provider-aws/blob/${commit}/internal/service/${file}`;

/** `createOnlyProperties` of AWS's own registry schemas, as of 2026-10-20. */
export const registry = (type: string): string =>
    `${type} in https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip`;

/** What Pulumi adds to it: which type is deleted first, which property is named by itself. */
export const BRIDGED =
    "https://github.com/pulumi/pulumi-aws/blob/015d343812852f40a045a28e7f6e04bca69548f3/provider/resource_overrides.go";
