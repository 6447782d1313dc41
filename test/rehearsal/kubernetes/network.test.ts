import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import * as path from "node:path";
import * as tls from "node:tls";
import { gunzipSync } from "node:zlib";
import { parse } from "yaml";
import type { ShapedRelease } from "../../../rehearsal/cluster/shaped";
import { readKubeconfig } from "../../../rehearsal/kubernetes/real/access";
import { authorityIn, type Certificate } from "../../../rehearsal/kubernetes/real/certificates";
import { chartSite } from "../../../rehearsal/kubernetes/real/charts";
import { front, judgedFileOf, madeFileOf } from "../../../rehearsal/kubernetes/real/front";
import { network, type Network } from "../../../rehearsal/kubernetes/real/network";
import type { Fault } from "../../../rehearsal/provider/faults";
import { FakeApiServer } from "./api-server";

const API_SERVER = "ABC.gr7.eu-central-1.eks.amazonaws.com";
const SETTINGS = "/api/v1/namespaces/akosha/configmaps/settings";
/** As `Creation` and `ssaUpdate` of pulumi-kubernetes ask (provider/pkg/await/await.go). */
const CREATE = "?fieldManager=pulumi-kubernetes-0a1b2c3d&fieldValidation=Warn&force=false";
const UPDATE = "?fieldManager=pulumi-kubernetes-0a1b2c3d&force=false";
const settings = { apiVersion: "v1", data: {}, kind: "ConfigMap", metadata: { name: "settings", namespace: "akosha" } };

const keda: ShapedRelease = {
    ...{ name: "keda", namespace: "keda", chart: "keda", version: "2.20.2", repository: "https://charts.example/keda" },
    objects: [{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "keda-operator", namespace: "keda" } }],
};

interface Answer {
    readonly status: number;
    readonly body: Buffer;
}

describe("rehearsal: the network of the official Kubernetes provider", () => {
    let server: FakeApiServer;
    let proxy: Network;
    let authority: Certificate;
    let archives: string | undefined;
    const faults: Fault[] = [];

    beforeEach(async () => {
        server = await FakeApiServer.start();
        faults.length = 0;
        archives = undefined;
        const { directory, kubeconfig } = server;
        const apiServer = front({ access: readKubeconfig(kubeconfig), faults, directory });
        authority = authorityIn(directory);
        proxy = await network(authority, (host) => chartSite([keda], host, archives) ?? apiServer);
    });
    afterEach(() => {
        proxy.stop();
        return server.stop();
    });

    /** As client-go and Helm go: a tunnel through the proxy, then TLS with whom the name belongs to. */
    async function ask(host: string, method: string, url: string, body?: object, token = "k8s-aws-v1.x") {
        const tunnel = http
            .request({ host: "127.0.0.1", port: proxy.port, method: "CONNECT", path: `${host}:443` })
            .end();
        const socket = await new Promise<tls.TLSSocket>((resolve, reject) => {
            tunnel.on("error", reject).on("connect", (_response, plain) => {
                const secure = tls.connect({ socket: plain, servername: host, ca: authority.cert });
                secure.on("error", reject).on("secureConnect", () => {
                    resolve(secure);
                });
            });
        });
        return new Promise<Answer>((resolve, reject) => {
            const headers = {
                host,
                "content-type": "application/apply-patch+yaml",
                ...(token !== "" && { authorization: `Bearer ${token}` }),
            };
            https
                .request({ host, method, path: url, headers, createConnection: () => socket })
                .on("error", reject)
                .on("response", (response) => {
                    const parts: Buffer[] = [];
                    response.on("data", (part: Buffer) => parts.push(part));
                    response.on("end", () => {
                        socket.destroy();
                        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts) });
                    });
                })
                .end(body === undefined ? undefined : asYaml(body));
        });
    }

    it("brings whoever has a token to the API server under the name of the cluster, as an administrator", async () => {
        server.put(SETTINGS, settings);
        const { status, body } = await ask(API_SERVER, "GET", SETTINGS);
        assert.equal(status, 200);
        assert.equal((JSON.parse(body.toString()) as typeof settings).metadata.name, "settings");
        assert.equal((await ask(API_SERVER, "GET", SETTINGS, undefined, "")).status, 401);
    });

    it("refuses to create what is there already, and lets updates and previews pass", async () => {
        assert.equal((await ask(API_SERVER, "PATCH", SETTINGS + CREATE, settings)).status, 201);
        const { status, body } = await ask(API_SERVER, "PATCH", SETTINGS + CREATE, settings);
        assert.equal(status, 409);
        assert.match(body.toString(), /"reason":"AlreadyExists"/);
        const made = server.asked.find(({ method }) => method === "POST");
        assert.equal(made?.query.get("fieldManager"), "pulumi-kubernetes");
        assert.equal((await ask(API_SERVER, "PATCH", SETTINGS + UPDATE, settings)).status, 200);
        assert.equal((await ask(API_SERVER, "PATCH", `${SETTINGS}${CREATE}&dryRun=All`, settings)).status, 200);
    });

    it("lets a patch pass: of what is no whole object, and of what Kubernetes makes itself", async () => {
        const deployment = "/apis/apps/v1/namespaces/akosha/deployments/query";
        server.put(deployment, { metadata: { name: "query" } });
        server.refuse = ({ method }) => (method === "POST" ? { code: 422, reason: "Invalid", message: "" } : undefined);
        const partial = { apiVersion: "apps/v1", kind: "Deployment", spec: { replicas: 2 } };
        assert.equal((await ask(API_SERVER, "PATCH", deployment + CREATE, partial)).status, 200);

        const account = "/api/v1/namespaces/akosha/serviceaccounts/default";
        server.put(account, { metadata: { name: "default" } });
        server.refuse = () => undefined;
        const patch = { apiVersion: "v1", automountServiceAccountToken: false, kind: "ServiceAccount" };
        assert.equal((await ask(API_SERVER, "PATCH", account + CREATE, patch)).status, 200);
    });

    it("writes down what was made, once", async () => {
        await ask(API_SERVER, "PATCH", SETTINGS + CREATE, settings);
        await ask(API_SERVER, "PATCH", SETTINGS + UPDATE, settings);
        assert.equal(fs.readFileSync(madeFileOf(server.directory), "utf8"), `${SETTINGS}\n`);
    });

    it("lets the API server judge by what it would ask the pods of a chart, and keep none of it", async () => {
        const at = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
        const webhooks = { kind: "ValidatingWebhookConfiguration", metadata: { name: "rules" }, webhooks: [] };
        assert.equal((await ask(API_SERVER, "POST", `${at}?fieldManager=helm`, webhooks)).status, 201);
        const judged = server.asked.find(({ method }) => method === "POST");
        assert.deepEqual([judged?.query.get("dryRun"), judged?.query.get("fieldManager")], ["All", "helm"]);
        const service = { kind: "APIService", metadata: { name: "v1beta1.external.metrics.k8s.io" } };
        await ask(API_SERVER, "POST", "/apis/apiregistration.k8s.io/v1/apiservices", service);
        assert.equal(
            fs.readFileSync(judgedFileOf(server.directory), "utf8"),
            "ValidatingWebhookConfiguration rules\nAPIService v1beta1.external.metrics.k8s.io\n",
        );

        server.refuse = () => ({ code: 422, reason: "Invalid", message: "webhooks[0].name: Required value" });
        assert.match((await ask(API_SERVER, "POST", at, webhooks)).body.toString(), /Required value/);
        server.refuse = () => undefined;
        await ask(API_SERVER, "POST", "/api/v1/namespaces/akosha/configmaps", settings);
        assert.equal(server.asked.at(-1)?.query.has("dryRun"), false);
    });

    it("fails as it is asked to: before anything exists, and after", async () => {
        faults.push({ on: "kubernetes:core/v1:ConfigMap", kind: "before" });
        assert.match((await ask(API_SERVER, "PATCH", SETTINGS + CREATE, settings)).body.toString(), /was asked for/);
        assert.equal(server.get(SETTINGS), undefined);
        faults[0] = { on: "settings", kind: "after" };
        assert.match((await ask(API_SERVER, "PATCH", SETTINGS + CREATE, settings)).body.toString(), /connection broke/);
        assert.notEqual(server.get(SETTINGS), undefined);
    });

    it("says when the API server is gone", async () => {
        await server.stop();
        const { status, body } = await ask(API_SERVER, "GET", SETTINGS);
        assert.equal(status, 503);
        assert.match(body.toString(), /the API server does not answer: .*ECONNREFUSED/);
        server = await FakeApiServer.start();
    });

    it("has each chart in its repository, with the objects of the release that asks", async () => {
        const index = parse((await ask("charts.example", "GET", "/keda/index.yaml")).body.toString()) as {
            entries: Record<string, { version: string; urls: string[] }[]>;
        };
        const [chart] = index.entries.keda ?? [];
        assert.equal(chart?.version, "2.20.2");
        const { body } = await ask("charts.example", "GET", `/keda/${chart.urls[0] ?? ""}`);
        const files = unpacked(gunzipSync(body));
        assert.equal((parse(files["keda/Chart.yaml"] ?? "") as { name: string }).name, "keda");
        const template = files[path.join("keda", "templates", "objects.yaml")] ?? "";
        assert.match(template, /^{{- if and \(eq \.Release\.Name "keda"\) \(eq \.Release\.Namespace "keda"\) }}$/m);
        assert.match(template, /"kind":"Deployment","metadata":{"name":"keda-operator","namespace":"keda"/);
        assert.equal((await ask("charts.example", "GET", "/keda/other-1.0.0.tgz")).status, 404);
    });

    it("has the archives themselves where they are at hand", async () => {
        const folder = path.join(server.directory, "charts");
        fs.mkdirSync(folder);
        fs.writeFileSync(path.join(folder, "keda-2.20.2.tgz"), "the chart");
        archives = folder;
        const { body } = await ask("charts.example", "GET", "/keda/keda-2.20.2.tgz");
        assert.equal(body.toString(), "the chart");
    });
});

/** As the provider writes it: a line for each key, sorted. */
const asYaml = (object: object): string =>
    Object.entries(object)
        .map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}\n`)
        .join("");

function unpacked(tar: Buffer): Record<string, string> {
    const files: Record<string, string> = {};
    for (let at = 0; tar[at] !== 0;) {
        const name = tar.toString("utf8", at, at + 100).replace(/\0.*$/s, "");
        const size = parseInt(tar.toString("utf8", at + 124, at + 135), 8);
        files[name] = tar.toString("utf8", at + 512, at + 512 + size);
        at += 512 + Math.ceil(size / 512) * 512;
    }
    return files;
}
