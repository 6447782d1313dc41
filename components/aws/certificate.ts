import * as acm from "@pulumi/aws/acm";
import * as route53 from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";

export interface DomainCertificateArgs {
    readonly scope: Scope;
    /** Domain under which host names live; the certificate is for it and for one level below it (`*.name`). */
    readonly name: string;
    /** Existing public Route 53 hosted zone that holds the name. It must be what the world asks: delegated by the parent zone. */
    readonly zoneId: string;
}

/**
 * A public ACM certificate, validated in the zone, and renewed by AWS for as long as the record stays. Satisfies ACM.1, ACM.2.
 *
 * When creation fails after 15 minutes with "timeout while waiting for state to become 'ISSUED'", ACM could not see the record: the zone
 * is private, is not the one the parent delegates to (compare `dig NS <name>` with the zone's name servers), or a CAA record forbids
 * amazonaws.com. Nothing but listeners waits for it, so the rest of the environment stands and the next `up` only retries this.
 */
export class DomainCertificate extends pulumi.ComponentResource {
    /** Known once the certificate is valid: whoever uses it waits, and nobody else. */
    readonly certificateArn: pulumi.Output<string>;

    constructor(name: string, args: DomainCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:DomainCertificate", name, {}, opts);

        const certificate = this.request(name, args);
        const record = this.prove(name, args, certificate);
        const validation = this.awaitIssue(name, certificate, record);

        this.certificateArn = validation.certificateArn;
        this.registerOutputs({ certificateArn: this.certificateArn });
    }

    private request(name: string, { name: domainName }: DomainCertificateArgs): acm.Certificate {
        return new acm.Certificate(
            `${name}-certificate`,
            {
                domainName,
                subjectAlternativeNames: [`*.${domainName}`],
                validationMethod: "DNS",
                tags: tagsFor(`${name}-certificate`),
            },
            { parent: this },
        );
    }

    private prove(name: string, { zoneId }: DomainCertificateArgs, certificate: acm.Certificate): route53.Record {
        // A name and its wildcard are proved by one and the same record (ACM user guide, DNS validation), so one is enough.
        const option = certificate.domainValidationOptions.apply(([first]) => {
            if (first === undefined)
                throw new Error(`${name}: ACM named no record that would validate the certificate`);
            return first;
        });
        return new route53.Record(
            `${name}-proof`,
            {
                zoneId,
                name: option.resourceRecordName,
                type: option.resourceRecordType,
                records: [option.resourceRecordValue],
                ttl: 300,
                // ACM asks an account for the same record every time: it may be there from an earlier certificate for this name.
                allowOverwrite: true,
            },
            { parent: this },
        );
    }

    private awaitIssue(name: string, certificate: acm.Certificate, record: route53.Record): acm.CertificateValidation {
        return new acm.CertificateValidation(
            `${name}-validation`,
            { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
            // ACM looks about once a minute and a delegated zone is seen within five; the provider's own limit of 75 minutes only hides a mistake.
            { parent: this, customTimeouts: { create: "15m" } },
        );
    }
}
