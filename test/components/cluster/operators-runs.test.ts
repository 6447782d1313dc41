/** What operators may start by hand, judged by a CEL evaluator: what a CronJob would start, and nothing else. */
import assert from "node:assert/strict";
import { knownRunLaw, templateRunLaw } from "../../../components/cluster/laws/operators/runs";
import { judge, type Request } from "./law-evaluator";

const OPERATORS = ["system:authenticated", "mindcloud:view", "mindcloud:operate"];
const image = `registry.example/app:1.2.3@sha256:${"ab".repeat(32)}`;

type Part = Record<string, unknown>;

describe("admission laws for runs by hand", () => {
    const template = {
        metadata: { labels: { "app.kubernetes.io/name": "nightly" } },
        spec: { containers: [{ name: "a", image }] },
    };
    const cronJob = {
        metadata: { name: "nightly", uid: "u-1" },
        spec: { jobTemplate: { spec: { activeDeadlineSeconds: 60, backoffLimit: 2, template } } },
    };
    const owner = { apiVersion: "batch/v1", kind: "CronJob", name: "nightly", uid: "u-1" };
    /** As the API server has it when laws are asked: with what it fills in. */
    const job = (spec: Part = {}, metadata: Part = {}, pods: Part = {}) => ({
        metadata: { labels: { "app.kubernetes.io/name": "nightly" }, ownerReferences: [owner], ...metadata },
        spec: {
            ...{ activeDeadlineSeconds: 60, backoffLimit: 2, parallelism: 1, completions: 1, suspend: false },
            ...{ completionMode: "NonIndexed", podReplacementPolicy: "TerminatingOrFailed", selector: {} },
            template: {
                metadata: { labels: { ...template.metadata.labels, "job-name": "x", "controller-uid": "1" } },
                spec: template.spec,
                ...pods,
            },
            ...spec,
        },
    });
    const known = knownRunLaw([{ namespace: "app", cronJob: "nightly" }]);
    const judged = (object: Request["object"], groups = OPERATORS, home = "app") => [
        ...judge(known, { object, groups, in: home }),
        ...judge(templateRunLaw, { object, groups, params: cronJob }),
    ];

    it("let what the CronJob would start through", () => {
        assert.deepEqual(judged(job()), []);
    });

    it("take what the API server fills in for what the template leaves out, and nothing else for it", () => {
        // https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/batch/v1/defaults.go
        const filled: Part = {
            ...{ parallelism: 1, completions: 1, backoffLimit: 6, completionMode: "NonIndexed" },
            ...{ podReplacementPolicy: "TerminatingOrFailed", manualSelector: false },
        };
        const bare = { spec: { jobTemplate: { spec: { activeDeadlineSeconds: 60, template } } } };
        const judgedBy = (params: Request["object"], spec: Part) =>
            judge(templateRunLaw, { object: job(spec), groups: OPERATORS, params: { ...cronJob, ...params } });
        const other: Part = {
            ...{ parallelism: 2, completions: 2, backoffLimit: 5, completionMode: "Indexed" },
            ...{ podReplacementPolicy: "Failed", manualSelector: true },
        };
        assert.deepEqual(judgedBy(bare, filled), []);
        for (const key of Object.keys(filled))
            assert.notDeepEqual(judgedBy(bare, { ...filled, [key]: other[key] }), [], key);
    });

    it("let Kubernetes' own labels onto pods, old and new", () => {
        for (const label of ["controller-uid", "job-name"].flatMap((name) => [name, `batch.kubernetes.io/${name}`])) {
            const labels = { ...template.metadata.labels, [label]: "1" };
            assert.deepEqual(judged(job({}, {}, { metadata: { labels } })), [], label);
        }
    });

    const MAY_NOT: readonly (readonly [string, Request["object"]])[] = [
        ["another image", job({}, {}, { spec: { containers: [{ name: "a", image: "x" }] } })],
        [
            "a Secret",
            job({}, {}, { spec: { ...template.spec, volumes: [{ name: "s", secret: { secretName: "s" } }] } }),
        ],
        ["another account", job({}, {}, { spec: { ...template.spec, serviceAccountName: "admin" } })],
        ["other labels on its pods", job({}, {}, { metadata: { labels: { "app.kubernetes.io/name": "api" } } })],
        [
            "annotations on its pods",
            job({}, {}, { metadata: { labels: template.metadata.labels, annotations: { inject: "1" } } }),
        ],
        ["many pods", job({ parallelism: 100 })],
        ["no end", job({ activeDeadlineSeconds: 99_999 })],
        ["pods of others", job({ manualSelector: true })],
        ["no owner", job({}, { ownerReferences: [] })],
        ["another owner", job({}, { ownerReferences: [{ ...owner, uid: "u-2" }] })],
        ["a finalizer", job({}, { finalizers: ["stay"] })],
    ];
    for (const [what, object] of MAY_NOT)
        it(`refuse ${what}, but from an admin`, () => {
            assert.match(judged(object).join(), /only as a CronJob of this program would/);
            assert.deepEqual(judged(object, ["system:masters"]), []);
        });

    it("refuse a Job that names no CronJob of the program, or one of another namespace", () => {
        assert.equal(judge(known, { object: job({}, { labels: {} }), groups: OPERATORS, in: "app" }).length, 1);
        assert.equal(judge(known, { object: job(), groups: OPERATORS, in: "other" }).length, 1);
    });
});
