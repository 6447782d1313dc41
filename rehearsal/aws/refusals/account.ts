/** Names that a service takes once or not at all, and what a night leaves in an account. */
import { factsOf } from "../../cloud/store";
import { memoryOf } from "../memory";
import { about, record, records, text, texts, type Creation, type Deletion, type Rule } from "./refusal";

const VAULT = "aws:backup/vault:Vault";
const NIGHT = 24;

/** Twenty-four hours after a plan with a selection points at it, a vault has points. */
const vaultIsEmpty: Rule<Deletion> = {
    id: "account.vaultIsEmpty",
    source: "backup DeleteBackupVault: a vault can be deleted only if it is empty",
    codes: ["backup:InvalidRequestException"],
    refuses: ({ object, store }) => {
        const { createdAt = store.hours } = memoryOf(object);
        if (object.type !== VAULT || factsOf(object).forceDestroy === true || store.hours - createdAt < NIGHT)
            return undefined;
        return {
            code: "InvalidRequestException",
            problem: `the vault ${text(record(factsOf(object)).name)} holds recovery points, one for each volume and night`,
            fix: "delete them first, or set forceDestroy to true (data: disposable) and run up, then delete",
        };
    },
};

/** The common name of a certificate is shorter than the names of its list. */
const commonName: Rule<Creation> = {
    id: "account.commonName",
    source: "acm RequestCertificate, DomainName: 64 octets (RFC 5280); the code is not documented for this case",
    codes: ["acm:ValidationException"],
    refuses: ({ type, inputs }) => {
        const name = text(inputs.domainName);
        if (type !== "aws:acm/certificate:Certificate" || name.length <= 64) return undefined;
        return {
            code: "ValidationException",
            problem: `domainName has ${String(name.length)} characters: a certificate's first name has at most 64`,
            fix: "choose a shorter name, and put the long one into subjectAlternativeNames",
        };
    },
};

const manyNames = about({
    ...{
        id: "account.certificateNames",
        types: ["aws:acm/certificate:Certificate"],
        code: "acm:LimitExceededException",
    },
    source: "acm RequestCertificate; https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html: ten names a certificate",
    faultOf: ({ inputs }) => {
        const names = new Set([text(inputs.domainName), ...texts(inputs.subjectAlternativeNames)]);
        return names.size > 10
            ? [
                  `domainName and subjectAlternativeNames are ${names.size} names: a new account has ten a certificate`,
                  "ask for fewer, or for a higher quota",
              ]
            : undefined;
    },
});

const RECORD = "aws:route53/record:Record";
const dnsName = (name: unknown): string => text(name).replace(/\.$/, "").toLowerCase();

/** A CNAME stands alone under its name, whatever the records beside it. */
const cnameAlone = about({
    ...{ id: "account.cnameAlone", types: [RECORD], code: "route53:InvalidChangeBatch" },
    source: "route53 ChangeResourceRecordSets; https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#CNAMEFormat",
    faultOf: ({ inputs, object, store }) => {
        const other = store.live(RECORD).find((each) => {
            const facts = factsOf(each);
            const same = facts.zoneId === inputs.zoneId && dnsName(facts.name) === dnsName(inputs.name);
            return (
                each.id !== object?.id &&
                same &&
                facts.type !== inputs.type &&
                [facts.type, inputs.type].includes("CNAME")
            );
        });
        return other === undefined
            ? undefined
            : [
                  `${text(inputs.name)} has a record of type ${text(factsOf(other).type)}, and a CNAME stands alone`,
                  "delete one of the two first",
              ];
    },
});

const aliasHasNoTtl = about({
    ...{ id: "account.aliasHasNoTtl", types: [RECORD], code: "route53:InvalidInput" },
    source: "route53 ChangeResourceRecordSets, ResourceRecordSet: TTL, AliasTarget",
    faultOf: ({ inputs }) =>
        records(inputs.aliases).length > 0 && (inputs.ttl ?? inputs.records) !== undefined
            ? ["aliases is set, and ttl or records, too", "leave ttl and records out"]
            : undefined,
});

const ownAlias = about({
    ...{ id: "account.aliasOfAws", types: ["aws:kms/alias:Alias"], code: "kms:NotAuthorizedException" },
    source: "kms CreateAlias, AliasName: does not begin with alias/aws/; https://github.com/getmoto/moto, moto/kms/responses.py has the word",
    faultOf: ({ inputs }) =>
        text(inputs.name).startsWith("alias/aws/")
            ? ["name begins with alias/aws/, which is for keys of AWS", "choose another name"]
            : undefined,
});

/** Names of IAM differ by more than capitals. */
const roleByCapitals = about({
    ...{ id: "account.roleByCapitals", types: ["aws:iam/role:Role"], code: "iam:EntityAlreadyExists" },
    source: "iam CreateRole, RoleName: names are not distinguished by case",
    faultOf: ({ type, inputs, object, store }) => {
        const name = text(inputs.name);
        const other = store
            .live(type)
            .find((each) => each.id !== object?.id && each.id !== name && each.id.toLowerCase() === name.toLowerCase());
        return name === "" || other === undefined
            ? undefined
            : [`name "${name}" differs from ${other.id} by capitals only`, "choose another name"];
    },
});

export const accountAsked: readonly Rule<Creation>[] = [
    commonName,
    manyNames,
    cnameAlone,
    aliasHasNoTtl,
    ownAlias,
    roleByCapitals,
];
export const accountOnDelete: readonly Rule<Deletion>[] = [vaultIsEmpty];
