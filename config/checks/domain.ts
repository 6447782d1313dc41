/** The environment's domain: whether a certificate for it can be issued. */
import type { Check } from "./check";

const path = "domain.name";

/**
 * The first name of a certificate is its common name, which X.509 limits (ACM user guide, "Request a public certificate": "The first domain
 * name you enter cannot exceed 64 octets, including periods"; RFC 5280, ub-common-name).
 */
const LONGEST = 64;

export const length: Check = {
    id: "domain.length",
    reads: [],
    find: ({ environment: { domain } }) => {
        if (domain === undefined || domain.certificateArn !== undefined || domain.name.length <= LONGEST) return [];
        const rule = `has ${domain.name.length} characters, and ACM issues no certificate for a name of more than ${LONGEST}`;
        return [{ path, value: domain.name, rule, fix: `choose a name of at most ${LONGEST} characters` }];
    },
};

/**
 * Names that no public authority answers for, so that ACM never sees the record that would prove them: special-use names (IANA registry,
 * RFC 6761, 6762, 8375), what ICANN keeps for private use ("internal", 2024) or never delegates ("corp", "home", "mail", 2018), and others
 * that routers and companies use inside.
 */
const PRIVATE_SUFFIX =
    /(^|\.)(local|localhost|localdomain|internal|intranet|private|corp|home|mail|lan|test|invalid|example|onion|alt|arpa|workgroup)$/;

export const publicName: Check = {
    id: "domain.public",
    reads: [],
    find: ({ environment: { domain } }) => {
        const [, , suffix] = PRIVATE_SUFFIX.exec(domain?.name ?? "") ?? [];
        if (domain === undefined || domain.certificateArn !== undefined || suffix === undefined) return [];
        const rule = `ends in .${suffix}, which public DNS does not have: its certificate could never be validated`;
        return [{ path, value: domain.name, rule, fix: "choose a name below a domain that you have registered" }];
    },
};

/** ACM API, CertificateDetail: "You cannot request a certificate for Amazon-owned domain names such as those ending in ...". */
const AMAZONS = /(^|\.)(amazonaws\.com|cloudfront\.net|elasticbeanstalk\.com)$/;

export const amazons: Check = {
    id: "domain.amazons",
    reads: [],
    find: ({ environment: { domain } }) => {
        if (domain === undefined || domain.certificateArn !== undefined || !AMAZONS.test(domain.name)) return [];
        const rule = "is a name of Amazon's own: ACM issues no certificate for it";
        return [{ path, value: domain.name, rule, fix: "choose a name below a domain that you have registered" }];
    },
};

export const proof: Check = {
    id: "domain.proof",
    reads: ["domain"],
    find: ({ environment: { domain } }) => {
        if (domain === undefined || domain.zoneId !== undefined || domain.certificateArn !== undefined) return [];
        const fix =
            "write a hosted zone of this account, or domain.certificateArn where the zone is elsewhere; or remove domain";
        return [{ path: "domain.zoneId", rule: "is missing: nobody proves the domain's certificate", fix }];
    },
};

/**
 * A load balancer takes certificates of its own region (Application Load Balancers, "SSL certificates for your Application Load Balancer"),
 * and ACM hands none to another account.
 */
export const certificate: Check = {
    id: "domain.certificate",
    reads: ["domain", "aws:region", "account"],
    find: ({ environment: { domain, partition, region, account } }) => {
        if (domain?.certificateArn === undefined) return [];
        const [, itsPartition, , itsRegion, itsAccount] = domain.certificateArn.split(":");
        const own: readonly (readonly [what: string, its: string | undefined, ours: string])[] = [
            ["partition", itsPartition, partition],
            ["region", itsRegion, region],
            ["account", itsAccount, account],
        ];
        const wrong = own.find(([, its, ours]) => its !== ours);
        if (wrong === undefined) return [];
        const [what, its = "", ours] = wrong;
        const rule = `is of the ${what} ${its}, and the load balancer, in ${ours}, takes only its own`;
        const fix = `request or import one in account ${account}, region ${region}`;
        return [{ path: "domain.certificateArn", value: domain.certificateArn, rule, fix }];
    },
};
