/* global require */
"use strict";

/**
 * Makes `require("@pulumi/pulumi")` three times as fast: 0.3 s instead of 0.9 s (docs/decisions/0004-fast-plan.md).
 *
 * The SDK and zod load things at once that this program needs rarely or never: closure serialization (which brings the whole TypeScript
 * compiler and npm's dependency resolver; only magic functions need it), the Automation API and provider servers (only the embedded cloud
 * needs them), gRPC and OpenTelemetry (a plan talks to nobody), and error messages in fifty languages. Each is replaced by a stand-in that
 * loads the real module when it is first used, so nothing that worked stops working.
 */
const path = require("node:path");

const sdk = path.dirname(require.resolve("@pulumi/pulumi/package.json"));

standIn(path.join(sdk, "runtime/closure/serializeClosure"), deferredFunctions);
standIn(path.join(sdk, "runtime/closure/codePaths"), deferredFunctions);
standIn(path.join(sdk, "automation"), deferredModule);
standIn(path.join(sdk, "provider"), deferredModule);
standIn(require.resolve("@grpc/grpc-js", { paths: [sdk] }), deferredGrpc);
standIn(require.resolve("@opentelemetry/api", { paths: [sdk] }), deferredModule);
standIn(path.join(path.dirname(require.resolve("zod/package.json")), "v4/locales/index.cjs"), deferredModule);

function standIn(module, make) {
    const file = require.resolve(module);
    if (require.cache[file] !== undefined) return;
    const load = () => {
        if (require.cache[file] === placeholder) delete require.cache[file];
        return require(file);
    };
    const placeholder = { id: file, filename: file, loaded: true, children: [], paths: [], exports: make(load) };
    require.cache[file] = placeholder;
}

/** The SDK re-exports these functions by reading them while it loads, so each one has to wait for its own call. */
function deferredFunctions(load) {
    return new Proxy(
        { __esModule: true },
        { get: (target, name) => target[name] ?? ((...parameters) => load()[name](...parameters)) },
    );
}

/** The SDK only passes this namespace on, so the first look into it can load the real one. */
function deferredModule(load, own = {}) {
    return new Proxy(
        { __esModule: true, ...own },
        {
            get: (target, name) => target[name] ?? load()[name],
            has: (_, name) => name in load(),
            ownKeys: () => Reflect.ownKeys(load()),
            getOwnPropertyDescriptor: (_, name) => {
                const descriptor = Object.getOwnPropertyDescriptor(load(), name);
                return descriptor && { ...descriptor, configurable: true };
            },
        },
    );
}

/** Generated clients make their classes while they load; a class here becomes a real one with its first instance. */
function deferredGrpc(load) {
    const makeGenericClientConstructor = (...parameters) => {
        let real;
        const client = () => (real ??= load().makeGenericClientConstructor(...parameters));
        return new Proxy(function () {}, {
            construct: (_, constructed) => new (client())(...constructed),
            get: (_, name) => client()[name],
            has: (_, name) => name in client(),
        });
    };
    return deferredModule(load, { makeGenericClientConstructor });
}
