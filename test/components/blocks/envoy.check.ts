/** Our bootstraps against the protocol buffers of the Envoy that runs them. Needs Go, so `make check` runs it. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { bootstrapOf } from "../../../components/blocks/redis-proxy";
import { IMAGES } from "../../../config/versions";
import { goProgramNow } from "../../../rehearsal/programs/go-programs";

const SOURCES = path.join(__dirname, "../../../rehearsal/tools/envoy-check");
let binary = "";

const problemsOf = (bootstrap: string): string =>
    spawnSync(binary, { input: bootstrap, encoding: "utf8" }).stdout.trim();

describe("Envoy's own API", () => {
    before(function () {
        // The first build compiles the API: 15 to 60 s.
        this.timeout(300_000);
        if (spawnSync("go", ["version"]).status !== 0) return this.skip();
        binary = goProgramNow("envoy-check");
    });

    const text = JSON.stringify(bootstrapOf("master.example.cache.amazonaws.com", 6379, "redis"));

    it("is the one of the image's minor", () => {
        const [, minor] = /distroless-v(\d+\.\d+)\./.exec(IMAGES.envoy) ?? [];
        const module = fs.readFileSync(path.join(SOURCES, "go.mod"), "utf8");
        assert.ok(minor !== undefined && module.includes(`go-control-plane/envoy v${minor}.`), minor);
    });

    for (const mode of ["tcp", "redis"] as const)
        it(`accepts the proxy in mode ${mode}, without a deprecated field`, () => {
            assert.equal(problemsOf(JSON.stringify(bootstrapOf("host.example", 6379, mode))), "");
        });

    const wrong: readonly (readonly [what: string, from: string, to: string, says: RegExp])[] = [
        ["a field that does not exist", '"op_timeout"', '"operation_timeout"', /unknown field "operation_timeout"/],
        ["a required field left out", '"settings":{"op_timeout":"5s"},', "", /RedisProxy\.Settings: value is required/],
        ["a port that is none", '"port_value":15021', '"port_value":70000', /PortValue: value must be less than/],
        ["a word of another list", '"V4_ONLY"', '"IPV4"', /invalid value for enum/],
        [
            "an extension that is not known",
            "tls.v3.UpstreamTlsContext",
            "tls.v9.UpstreamTlsContext",
            /unable to resolve/,
        ],
        [
            "a deprecated field",
            '"connect_timeout"',
            '"dns_refresh_rate":"5s","connect_timeout"',
            /dns_refresh_rate is deprecated/,
        ],
    ];
    for (const [what, from, to, says] of wrong)
        it(`refuses ${what}`, () => {
            assert.ok(text.includes(from), from);
            assert.match(problemsOf(text.replace(from, to)), says);
        });
});
