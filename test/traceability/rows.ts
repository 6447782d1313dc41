/** The rows of the five documents, as files beside this one say where each is kept. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/** In the order of the page. */
export const DOCUMENTS = ["myriad", "akosha", "simple-cli", "myriad-python", "memstack"] as const;

export const CLASSES = ["built", "configuration", "outside", "process", "refused", "planned"] as const;
export type Class = (typeof CLASSES)[number];

const some = z.array(z.string().min(1)).min(1);
const place = z.string().regex(/^[\w./-]+\.md#[\w-]+$/, "is no <file>.md#<heading>");

/** What may be said of any row; which of it must be, depends on its class. */
const common = {
    /** In our own short words. */
    requirement: z.string().min(3),
    /** I infrastructure, C configuration that the application reads, A application code, P process; the first weighs most. */
    kind: z.string().regex(/^[ICAP](, [ICAP])*$/),
    note: z.string().min(3).optional(),
    /** Logical names in the graph of test/environments/complete.yaml, or `Kind namespace/name`. */
    resources: some.optional(),
    /** `suite > title`. */
    tests: some.optional(),
    /** Keys of the stack file (`systems.akosha.size`), or variables that a resource hands over (`AKOSHA_HOT_PATH`). */
    keys: some.optional(),
    documents: z.array(place).min(1).optional(),
};

export const row = z.discriminatedUnion("as", [
    z.strictObject({ ...common, as: z.literal("built"), resources: some, tests: some }),
    z.strictObject({ ...common, as: z.literal("configuration"), keys: some }),
    /** The application's own code; the note says what the program offers for it. */
    z.strictObject({ ...common, as: z.literal("outside"), note: z.string().min(3) }),
    z.strictObject({ ...common, as: z.literal("process"), documents: z.array(place).min(1) }),
    /** Not done as the document says, with the reason and what is done instead in a decision record. */
    z.strictObject({ ...common, as: z.literal("refused"), decision: place, resources: some, tests: some }),
    /** Not there yet; `by` is who builds it. */
    z.strictObject({ ...common, as: z.literal("planned"), by: z.string().min(3) }),
]);
export type Row = z.infer<typeof row>;

const document = z.strictObject({ title: z.string(), rows: z.record(z.string(), row) });

export interface Document {
    readonly file: string;
    readonly title: string;
    readonly rows: Readonly<Record<string, Row>>;
}

export const documents = (): readonly Document[] =>
    DOCUMENTS.map((name) => {
        const file = `test/traceability/${name}.yaml`;
        const parsed = document.safeParse(parse(readFileSync(path.join(__dirname, `${name}.yaml`), "utf8")));
        if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
        return { file, ...parsed.data };
    });
