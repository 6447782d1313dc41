/** Tags. Project and stack come from the provider's default tags; what belongs to one resource is its logical name. */
import type { Scope } from "./scope";

/** Tag that carries a resource's logical (Pulumi) name: `make recover` and people find it by this. */
export const NAME_TAG = "mindcloud:name";

/** Tags that every AWS resource of an environment carries, for the provider's `defaultTags` and for what AWS creates on our behalf. */
export function environmentTags(scope: Scope, extra: Readonly<Record<string, string>> = {}): Record<string, string> {
    return { ...extra, "mindcloud:project": scope.project, "mindcloud:stack": scope.stack };
}

/** Tags of one resource. `Name` is what the AWS console shows; `extra` may say something better. */
export function tagsFor(name: string, extra: Readonly<Record<string, string>> = {}): Record<string, string> {
    return { Name: name, ...extra, [NAME_TAG]: name };
}
