/**
 * The arrows between folders (docs/design.md, Architecture: config <- components <- program <- index; plan, policy and rehearsal only look).
 * One row per layer: which files it is, and all that it may import. What no row allows is an error, and so is a file
 * that no row knows, so a new folder has to say here where it stands. Of two rows that know it, the later counts.
 */
const layers = {
    // What every system's schema is written with.
    settings: {
        files: [
            "components/systems/definition.ts",
            "components/systems/endpoint.ts",
            "components/systems/mcp-server.ts",
            "components/systems/outside.ts",
            "components/systems/pod-ports.ts",
            "components/systems/settings.ts",
            "components/systems/variables.ts",
        ],
        imports: ["settings"],
        packages: ["zod"],
    },
    schema: {
        files: ["components/systems/*/schema.ts", "components/systems/*/paths.ts", "components/systems/*/ports.ts"],
        capture: ["system"],
        ofTheSame: ["schema"],
        imports: ["settings", "schedule"],
        packages: ["zod"],
    },
    catalogue: {
        files: ["components/systems/index.ts"],
        imports: ["schema", "settings"],
    },
    config: {
        files: ["config/**"],
        imports: ["config", "schema", "catalogue", "settings"],
        // @pulumi/pulumi for its Config class alone; which files may use that is said in laws.mjs.
        packages: ["zod", "yaml", "@pulumi/pulumi"],
        node: "**",
    },
    // What whoever runs the program spares it.
    quiet: {
        files: ["components/quietly.ts"],
        imports: [],
        packages: ["@pulumi/*"],
    },
    shared: {
        files: ["components/*.ts"],
        imports: ["shared", "config"],
        packages: ["@pulumi/*"],
        // For short stable names, which need a hash.
        node: "node:crypto",
    },
    // How Kubernetes reads a schedule: asked by who says one and by who makes a job of it.
    schedule: {
        files: ["components/schedule.ts"],
        imports: [],
        packages: ["zod"],
    },
    aws: {
        files: ["components/aws/**"],
        imports: ["aws", "shared", "config", "schema"],
        packages: ["@pulumi/*"],
    },
    cluster: {
        files: ["components/cluster/**"],
        imports: ["cluster", "workload", "aws", "shared", "config"],
        packages: ["@pulumi/*", "@kubernetes-models/*"],
    },
    workload: {
        files: ["components/workload/**"],
        imports: ["workload", "aws", "shared", "config", "schedule"],
        packages: ["@pulumi/*", "@kubernetes-models/*"],
        // For the hash of configuration, upon which pods are rolled.
        node: "node:crypto",
    },
    monitoring: {
        files: ["components/monitoring/**"],
        imports: ["monitoring", "blocks", "workload", "cluster", "aws", "shared", "config"],
        packages: ["@pulumi/*", "@kubernetes-models/*", "@grafana/*", "@prometheus-io/*", "@lezer/*"],
    },
    // What two systems share.
    blocks: {
        files: ["components/blocks/**"],
        imports: ["blocks", "workload", "shared", "config", "schedule"],
        packages: ["@pulumi/*"],
        // Scripts that run in pods are files, so that a shell, its checker and the tests can read them.
        node: ["node:fs", "node:path"],
    },
    // What a system is given.
    context: {
        files: [
            "components/systems/context.ts",
            "components/systems/door.ts",
            "components/systems/images.ts",
            "components/systems/stand-in.ts",
        ],
        imports: ["context", "settings", "blocks", "workload", "monitoring", "shared", "config"],
        packages: ["@pulumi/*"],
    },
    // A system is given handles: it never reaches for the account, nor for another system.
    system: {
        files: ["components/systems/*/!(schema|paths).ts", "components/systems/*/*/**"],
        capture: ["system"],
        ofTheSame: ["system", "schema"],
        imports: ["context", "settings", "blocks", "workload", "monitoring", "shared", "config"],
        packages: ["@pulumi/*", "@grafana/*"],
        node: ["node:fs", "node:path"],
    },
    // Lists of systems, and what is made of each.
    deploy: {
        files: [
            "components/systems/deploy.ts",
            "components/systems/monitoring.ts",
            "components/systems/watch.ts",
            "components/systems/show.ts",
        ],
        imports: ["deploy", "system", "context", "catalogue", "settings", "workload", "monitoring", "config"],
        packages: ["@pulumi/*"],
    },
    program: {
        files: ["program.ts"],
        imports: ["aws", "cluster", "workload", "monitoring", "deploy", "context", "shared", "config"],
        packages: ["@pulumi/*"],
    },
    index: {
        files: ["index.ts"],
        imports: ["program", "quiet", "config"],
        packages: ["@pulumi/*"],
    },
    plan: {
        files: ["plan/**"],
        imports: ["plan", "policy", "program", "config", "catalogue", "settings"],
        packages: ["*", "@*/*"],
        node: "**",
    },
    policy: {
        files: ["policy/**"],
        imports: ["policy", "plan", "config", "iam"],
        packages: ["*", "@*/*"],
        node: "**",
    },
    rehearsal: {
        files: ["rehearsal/**"],
        // Components, because a rehearsal deploys one of its own beside the program, to rename it.
        // Charts, because it installs those that are at hand.
        imports: ["rehearsal", "charts", "plan", "policy", "program", "config", "aws", "quiet", "iam", "bootstrap"],
        packages: ["*", "@*/*"],
        node: "**",
    },
    // Knows AWS's rules of who may do what, and of this project the names of what it makes.
    iam: {
        files: ["iam/**"],
        imports: ["iam"],
        node: ["node:fs", "node:path"],
    },
    charts: {
        files: ["charts/**"],
        // What builds Helm's library is the rehearsal's.
        imports: ["charts", "rehearsal", "plan", "program", "config"],
        packages: ["yaml"],
        node: "**",
    },
    bench: {
        files: ["bench/**"],
        imports: ["bench", "plan", "program", "config"],
        packages: ["*", "@*/*"],
        node: "**",
    },
    bootstrap: {
        files: ["bootstrap/**"],
        imports: ["bootstrap"],
        packages: ["yaml"],
        node: "**",
    },
    scripts: {
        files: ["scripts/**"],
        imports: ["scripts"],
        packages: ["*", "@*/*"],
        node: "**",
    },
    // Tests may look at everything but index.ts, which runs the program as soon as it is imported.
    test: {
        files: ["test/**"],
        imports: [
            ...[
                "test",
                "scripts",
                "bootstrap",
                "charts",
                "bench",
                "iam",
                "rehearsal",
                "policy",
                "plan",
                "program",
                "config",
                "schema",
                "settings",
                "schedule",
                "catalogue",
            ],
            ...["shared", "aws", "cluster", "workload", "monitoring", "blocks", "context", "system", "deploy"],
        ],
        packages: ["*", "@*/*"],
        node: "**",
    },
};

function policiesOf([name, { imports, ofTheSame, packages, node }]) {
    const targets = [
        ...(imports ? [{ file: { categories: { anyOf: imports } } }] : []),
        ...(ofTheSame ? [{ file: sameSystem(ofTheSame) }] : []),
        ...(packages ? [{ module: { origin: "external", source: packages } }] : []),
        ...(node ? [{ module: { origin: "core", source: node } }] : []),
    ];
    return targets.map((to) => ({ from: { file: { categories: name } }, allow: { to } }));
}

function sameSystem(categories) {
    return { categories: { anyOf: categories }, captured: { system: "{{ from.file.captured.system }}" } };
}

export const arrowSettings = {
    "import/resolver": { node: { extensions: [".ts", ".mjs", ".js", ".json"] } },
    "boundaries/files": Object.entries(layers).map(([category, { files, capture }]) => ({
        category,
        pattern: files,
        ...(capture ? { capture } : {}),
    })),
};

/** One block per layer with its own policies only: the plugin tries every policy on every import, which costs 12 s of CPU in one table. */
export const arrows = [
    { rules: { "boundaries/no-unknown-files": "error" } },
    ...Object.entries(layers).map((layer) => ({
        files: layer[1].files,
        rules: {
            "boundaries/dependencies": [
                "error",
                { default: "disallow", checkAllOrigins: true, policies: policiesOf(layer) },
            ],
        },
    })),
];
