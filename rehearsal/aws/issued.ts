/** Certificates: ACM issues one when the record that it asked for is in DNS, and says so from then on. */
import { factsOf, type CloudObject, type Store } from "../cloud/store";
import { record, text } from "./refusals/refusal";

export const CERTIFICATE = "aws:acm/certificate:Certificate";
const RECORD = "aws:route53/record:Record";

/** Names end in a dot, or not. */
const bare = (name: unknown): string => text(name).replace(/\.$/, "");

/** What somebody who looks at a certificate finds in the place of what it was asked with (acm DescribeCertificate, Status). */
export function issuedOf(object: CloudObject, store: Pick<Store, "live">): Readonly<Record<string, unknown>> {
    const { status, domainValidationOptions: options } = factsOf(object);
    if (object.type !== CERTIFICATE || status !== "PENDING_VALIDATION" || !Array.isArray(options)) return {};
    const records = store.live(RECORD).map(factsOf);
    const isProved = ({ resourceRecordName, resourceRecordValue }: Readonly<Record<string, unknown>>): boolean =>
        records.some(
            ({ name, records: values }) =>
                bare(name) === bare(resourceRecordName) &&
                Array.isArray(values) &&
                values.some((value) => bare(value) === bare(resourceRecordValue)),
        );
    return options.map(record).every(isProved) ? { status: "ISSUED" } : {};
}
