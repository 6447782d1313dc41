/**
 * What of one type calls which actions. A call is written as
 *
 *     rds:CreateDBInstance . subgrp={dbSubnetGroupName} ?manageMasterUserPassword @kms:ViaService=rds.{region}.{dnsSuffix}
 *
 * the action; what it is checked against, as types of resources in the words of the Service Authorization Reference (`.` is the object
 * itself, more than one part of an ARN is separated by `|`, an argument that holds ARNs or a list is taken as such; nothing means `*`);
 * a `~` before it says that it carries the object's tags; `?argument` when it is only called then (`?!argument` when it is not set,
 * `?argument=value` when it has this value); and condition keys that the service sets.
 */
export interface Row {
    /** Where the calls are to be read: files of https://github.com/hashicorp/terraform-provider-aws, which the Pulumi provider wraps, below internal/service. */
    readonly source: string;
    /** The object in the words of the reference. */
    readonly self?: string;
    readonly create: readonly string[];
    /** After a creation and a change, at a refresh, and while the provider waits. */
    readonly read: readonly string[];
    readonly delete: readonly string[];
    /** By arguments that changed, several separated by spaces; `*` for all others. Without it nothing can change in place. */
    readonly update?: Readonly<Record<string, readonly string[]>>;
    /** When a tag is set or changed on what exists, and with tags at creation where the service has an action of its own for it. */
    readonly tag?: readonly string[];
    readonly untag?: readonly string[];
    /** AWS checks tags at creation with the same action, beside the creation. */
    readonly tagsAtCreation?: readonly string[];
    /** Minutes pass before its tags count when AWS authorises: what says so. Until then it is as if it had none. */
    readonly tagsCountLate?: string;
}

export type Rows = Readonly<Record<string, Row>>;
