import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { firstBuilds } from "../../bench/first-builds";
import { announcement, keepBuildTime } from "../../rehearsal/programs/build-times";

describe("the time of first builds", () => {
    let cache: string;
    beforeEach(() => (cache = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-builds-"))));
    afterEach(() => {
        fs.rmSync(cache, { recursive: true });
    });

    it("is kept by module, told before the next build, and shown by the bench", () => {
        const bin = path.join(cache, "bin");
        const groups = [
            { names: "kube-apiserver, kubectl", module: "kubernetes" },
            { names: "etcd", module: "etcd" },
        ];
        assert.doesNotMatch(announcement(bin, groups), /last time/);
        keepBuildTime(bin, "kubernetes", 187.6);
        const cores = String(os.availableParallelism());
        assert.match(
            announcement(bin, groups),
            new RegExp(
                `: kube-apiserver, kubectl \\(188 s last time, on ${cores} processors\\); etcd\\. .*KUBERNETES=memory`,
            ),
        );
        const apart = announcement(bin, [{ names: "k6", module: "k6", apart: true }]);
        assert.equal(apart, "to be built once, of Go modules: k6");
        keepBuildTime(bin, "etcd", 16);
        assert.deepEqual(firstBuilds(path.join(cache, "build-times")).slice(1), [
            "first builds   204 s in sum, one after the other",
            `  etcd   16 s on ${cores}`,
            `  kubernetes   188 s on ${cores}`,
        ]);
        assert.deepEqual(firstBuilds(path.join(cache, "none")), []);
    });
});
