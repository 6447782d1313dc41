/** What the rules of the code (docs/design.md) ask of single lines, where no ready rule asks it. */

/** docs/design.md, rule 1: `Environment` is plain data, complete after loading. */
const surroundings = [
    {
        selector: "MemberExpression[object.name='process']",
        message:
            "docs/design.md, rule 1: only index.ts, the configuration loaders and the commands look at the process; take a value instead.",
    },
    {
        selector: "VariableDeclarator[init.name='process']",
        message:
            "docs/design.md, rule 1: only index.ts, the configuration loaders and the commands look at the process; take a value instead.",
    },
    {
        selector: "NewExpression[callee.name='Config'], NewExpression[callee.property.name='Config']",
        message: "docs/design.md, rule 1: configuration is read in config/ only; take a value of Environment instead.",
    },
    {
        selector:
            "CallExpression[callee.object.name='pulumi'][callee.property.name=/^(getStack|getProject|getOrganization)$/]",
        message:
            "docs/design.md, rule 1: project and stack are values of Environment, so that a plan can be made for any of them.",
    },
];

const clock = [
    {
        selector:
            "MemberExpression[object.name='Date'][property.name='now'], NewExpression[callee.name='Date'][arguments.length=0]",
        message: "docs/design.md, rule 1: two runs give the same bytes, so nothing here reads the clock.",
    },
    {
        selector: "MemberExpression[object.name='Math'][property.name='random']",
        message: "docs/design.md, rule 1: two runs give the same bytes; use @pulumi/random, which remembers.",
    },
];

/** docs/design.md, rule 2: what `apply` makes is missing from every preview. Plain objects of the language are fine. */
const plainObjects = "/^(Map|Set|URL|Date|RegExp|Error|TypeError|RangeError|Intl)$/";
/** Modules of the providers, as `import * as eks from "@pulumi/aws/eks"` names them. */
const modules =
    "/^(acm|autoscaling|backup|budgets|cloudwatch|core|ec2|efs|eks|elasticache|iam|kms|lb|rds|route53|s3|secretsmanager|sns|vpc)$/";
const resources = [
    {
        selector: [
            `CallExpression[callee.property.name='apply'] NewExpression[callee.type='MemberExpression']`,
            `CallExpression[callee.property.name='apply'] NewExpression[callee.type='Identifier']:not([callee.name=${plainObjects}])`,
        ].join(", "),
        message: "docs/design.md, rule 2: no resource is created inside apply; a preview could not show it.",
    },
    {
        selector: [
            "CallExpression[callee.object.name=/^(aws|kubernetes|k8s)$/][callee.property.name=/^get[A-Z]/]",
            "CallExpression[callee.object.object.name=/^(aws|kubernetes|k8s)$/][callee.property.name=/^get[A-Z]/]",
            "CallExpression[callee.object.object.object.name=/^(aws|kubernetes|k8s)$/][callee.property.name=/^get[A-Z]/]",
            `CallExpression[callee.object.name=${modules}][callee.property.name=/^get[A-Z]/]`,
            // no-restricted-imports could say this too, but it would refuse `import * as` of a module as well.
            String.raw`ImportDeclaration[source.value=/^@pulumi\u002F(aws|kubernetes)/] > ImportSpecifier[imported.name=/^get[A-Z]/]`,
        ].join(", "),
        message: "docs/design.md, rule 2: no look-ups; a plan needs no credentials and no network.",
    },
    {
        selector: [
            "CallExpression[callee.property.name='get'][callee.object.object.object.name=/^(aws|kubernetes|k8s)$/]",
            "CallExpression[callee.property.name='get'][callee.object.object.object.object.name=/^(aws|kubernetes|k8s)$/]",
            "CallExpression[callee.property.name='get'][callee.object.object.name=/^(aws|kubernetes|k8s)$/]",
            `CallExpression[callee.property.name='get'][callee.object.object.name=${modules}]`,
            "CallExpression[callee.property.name=/^invoke(Async|Output|Single)?$/]",
            "NewExpression[callee.property.name='StackReference'], NewExpression[callee.name='StackReference']",
        ].join(", "),
        message: "docs/design.md, rule 2: no look-ups; take an `existing:` handle instead.",
    },
];

const processImports = {
    patterns: [
        {
            group: ["node:process", "process"],
            message:
                "docs/design.md, rule 1: only index.ts, the configuration loaders and the commands look at the process.",
        },
    ],
};

/** For what `deploy` is made of. */
const deployedLaws = {
    "no-restricted-syntax": ["error", ...surroundings, ...clock, ...resources],
    "no-restricted-imports": ["error", processImports],
};

/** For configuration: it makes nothing, and a check may depend on the day. */
const plainLaws = {
    "no-restricted-syntax": ["error", ...surroundings],
};

/** The only files of the program that may look at the process or at Pulumi's own configuration. */
const loaders = ["config/load.ts", "config/from-pulumi.ts", "config/cli.ts", "config/commands/**"];

/** Which laws hold where, as ESLint wants it. */
export const lawsOf = [
    // What runs in pods (*.mjs) is no part of the program.
    { files: ["components/**", "program.ts"], ignores: ["**/*.mjs"], rules: deployedLaws },
    { files: ["config/**"], ignores: loaders, rules: plainLaws },
];
