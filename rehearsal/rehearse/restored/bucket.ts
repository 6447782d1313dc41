/** The cold bucket as it was at a moment: made, filled by `npm run restore-bucket`, and then used. */
import { suffixOf } from "../../../config/restores";
import { factsOf } from "../../cloud/store";
import { restore } from "../../restore-bucket/restore";
import { Buckets } from "../../restore-bucket/s3";
import type { Lab } from "../lab";
import { pointedAt, prefixOf, type Drill } from "./drill";

const RESTORE = { pointInTime: "2026-11-29T11:55:00Z" };
const OBJECT = "akosha-cold-data/canary";
const [BEFORE, AFTER] = ["2026-11-29T11:00:00+00:00", "2026-11-29T12:00:00+00:00"];

/** By the beginning of its name, after which come account and region. */
function named(lab: Lab, beginning: string): string | undefined {
    const names = lab
        .cloud()
        .live("aws:s3/bucket:Bucket")
        .map((each) => String(factsOf(each).bucket));
    return names.find((name) => name.startsWith(beginning) && /^\d{12}-/.test(name.slice(beginning.length)));
}

const oldOf = (lab: Lab): string => named(lab, `${prefixOf(lab)}cold-`) ?? "none";
const newOf = (lab: Lab): string => named(lab, `${prefixOf(lab)}cold-${suffixOf(RESTORE)}-`) ?? "none";

export function bucket(): Drill {
    let lab: Lab | undefined;
    const s3 = new Buckets((name) => lab !== undefined && [oldOf(lab), newOf(lab)].includes(name) && name !== "none");
    let [old, now] = ["", ""];
    return {
        store: "the cold bucket",
        prepared: { "mindcloud:stores": { cold: { restoreFrom: [{ ...RESTORE, filling: true }] } } },
        restored: (fate) => ({ "mindcloud:stores": { cold: { restoreFrom: [{ ...RESTORE, ...fate }] } } }),
        write: (_store, here) => {
            lab = here;
            old = oldOf(here);
            s3.put(old, OBJECT, "canary", BEFORE);
            s3.put(old, OBJECT, "written over", AFTER);
            return Promise.resolve();
        },
        between: async (here) => {
            now = newOf(here);
            const said: string[] = [];
            const status = await restore({
                ...{ from: old, to: now, at: RESTORE.pointInTime, prefix: "", aws: s3.aws },
                say: (line) => said.push(line),
            });
            return status === 0 ? [] : said;
        },
        found: (here) => [
            ...(s3.get(now, OBJECT) === "canary" ? [] : ["the new bucket does not hold what was written"]),
            ...pointedAt(here, old, now),
        ],
        old: (here) => named(here, `${prefixOf(here)}cold-`) !== undefined,
    };
}
