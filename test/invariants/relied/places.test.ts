/** Where pods run and what gives way to what: by what they are, not by what somebody wrote beside it. */
import assert from "node:assert/strict";
import { manifestsOf, maps, one, type Manifests, type PodTemplate } from "../../../policy/kubernetes";
import { COMPLETE, FOREIGN, MOVING, recordingOf, STACK_FILES, stackFrom } from "../../support/recordings";

const PURPOSE = "mindcloud.dev/purpose";
const UNTRUSTED = "mindcloud.dev/untrusted";
/** What models write is run there and nowhere else (Simple-CLI: docs/systems/simple-cli.md). */
const RUNS_CODE_OF_OTHERS = ["simple-cli"];

const runsCode = ({ labels }: PodTemplate): boolean =>
    RUNS_CODE_OF_OTHERS.includes(String(labels["app.kubernetes.io/part-of"]));

const where = ({ owner }: PodTemplate): string => `${owner.kind} ${owner.namespace}/${owner.name}`;

interface Seen {
    readonly manifests: Manifests;
    /** Of EBS: a volume that is in one zone. Ours begin with gp3; a cluster of others says its own. */
    readonly zonalClasses: readonly string[];
}

function zonalClaims(pod: PodTemplate, { manifests, zonalClasses }: Seen): readonly unknown[] {
    return [...pod.volumes.values()]
        .map((volume) => one(volume, "persistentVolumeClaim.claimName"))
        .map((claim) => manifests.find("PersistentVolumeClaim", pod.owner.namespace, claim)?.inputs)
        .map((claim) => String(one(claim, "spec.storageClassName")))
        .filter((name) => name.startsWith("gp3") || zonalClasses.includes(name));
}

/** Of a company the Brain writes; agents serve, whatever their files are on. What copies a volume runs where its writer does. */
const isBrain = ({ owner }: PodTemplate): boolean => /-brain(-copy)?$/.test(owner.name);
const writesAlone = (pod: PodTemplate, seen: Seen): boolean =>
    (pod.serves || pod.owner.name.endsWith("-copy")) &&
    zonalClaims(pod, seen).length > 0 &&
    (!runsCode(pod) || isBrain(pod));

for (const file of [...STACK_FILES, COMPLETE, FOREIGN, MOVING])
    describe(`places of ${file}`, () => {
        let seen: Seen;
        let manifests: Manifests;
        before(async () => {
            manifests = manifestsOf((await recordingOf(file, "update")).graph);
            const { existing } = stackFrom(file).environment;
            seen = { manifests, zonalClasses: Object.values(existing.cluster?.storageClasses ?? {}) };
            assert.ok(file !== FOREIGN || manifests.pods.some((pod) => writesAlone(pod, seen)));
            if (file === COMPLETE) assert.ok(manifests.pods.some(runsCode));
        });

        it("keep code of others on nodes of its own, and everybody else off them", () => {
            for (const pod of manifests.pods) {
                const isApart = runsCode(pod) && !writesAlone(pod, seen);
                const chosen = one(pod.spec, "nodeSelector") as Readonly<Record<string, string>> | undefined;
                assert.equal(chosen?.[PURPOSE], isApart ? "untrusted" : undefined, where(pod));
                const tolerated = maps(pod.spec, "tolerations").filter(({ key }) => key === UNTRUSTED);
                assert.equal(tolerated.length, isApart ? 1 : 0, where(pod));
            }
        });

        it("let onto zonal nodes whose volume is in one zone, and no other pod of ours", () => {
            for (const pod of manifests.pods) {
                const tolerates = maps(pod.spec, "tolerations").some(
                    ({ key, value, effect }) => key === PURPOSE && value === "zonal" && effect === "PreferNoSchedule",
                );
                assert.equal(tolerates, writesAlone(pod, seen), where(pod));
            }
        });

        it("rank single writers above who serves, and that above what may be done later", () => {
            for (const pod of manifests.pods) {
                const rank = String(pod.spec.priorityClassName).replace(/^mindcloud-/, "");
                if (!pod.serves) assert.equal(rank, "batch", where(pod));
                else if (writesAlone(pod, seen) || isBrain(pod)) assert.equal(rank, "store", where(pod));
                else assert.match(rank, /^(serving|headroom)$/, where(pod));
            }
        });
    });

it("ranks put headroom below every pod, and no lower than the autoscaler looks", async () => {
    const classes = manifestsOf((await recordingOf(COMPLETE, "update")).graph).of("PriorityClass");
    const rank = (name: string) => Number(classes.find((each) => each.name === `mindcloud-${name}`)?.inputs.value);
    const ranks = ["store", "serving", "batch", "headroom"].map(rank);
    assert.deepEqual(
        [...ranks].sort((one, other) => other - one),
        ranks,
    );
    // Of a pod without a class it is 0. Nodes are made for -10 and above:
    // https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md, --expendable-pods-priority-cutoff
    assert.ok(rank("batch") > 0 && rank("headroom") < 0 && rank("headroom") >= -10, ranks.join());
});
