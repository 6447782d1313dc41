// Copies FROM into TO, once: a second run, with what was written into TO since, changes nothing. What TO held before is put aside in it.
import { randomUUID } from "node:crypto";
import {
    cpSync,
    existsSync,
    lstatSync,
    mkdirSync,
    readFileSync,
    readdirSync,
    renameSync,
    writeFileSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";

const { FROM, TO } = process.env;
/** A volume's own name, which another volume under the same claim has not. */
const NAME = ".mindcloud-volume";
/** In TO: the names of what was copied into it. */
const COPIED = ".mindcloud-copied";
/** Of the volume, not of who uses it. */
const OURS = [NAME, COPIED, "lost+found"];

const entries = (directory) => readdirSync(directory).filter((name) => !OURS.includes(name));

/** Files, links and bytes below it. */
function sizeOf(directory, skip = []) {
    const sum = { files: 0, bytes: 0 };
    for (const name of readdirSync(directory).filter((each) => !skip.includes(each))) {
        const path = join(directory, name);
        const stat = lstatSync(path);
        const below = stat.isDirectory() ? sizeOf(path) : { files: 1, bytes: stat.isFile() ? stat.size : 0 };
        sum.files += below.files;
        sum.bytes += below.bytes;
    }
    return sum;
}

function nameOf(directory) {
    const file = join(directory, NAME);
    if (!existsSync(file)) writeFileSync(file, randomUUID());
    return readFileSync(file, "utf8");
}

const source = nameOf(FROM);
const done = existsSync(join(TO, COPIED)) ? readFileSync(join(TO, COPIED), "utf8").split("\n") : [];
if (done.includes(source)) console.log("copied before: nothing to do");
else {
    // Of a copy that was cut off, or of a life before: neither is mixed with what comes.
    const aside = entries(TO).filter((name) => !name.startsWith(".before-"));
    if (aside.length > 0) {
        const before = join(TO, `.before-${randomUUID()}`);
        mkdirSync(before);
        for (const name of aside) renameSync(join(TO, name), join(before, name));
        console.log(`put aside in ${before}: ${String(aside.length)} entries`);
    }
    const copied = entries(FROM).filter((name) => !name.startsWith(".before-"));
    for (const name of copied)
        cpSync(join(FROM, name), join(TO, name), { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    const skip = (directory) => readdirSync(directory).filter((name) => !copied.includes(name));
    const [read, written] = [sizeOf(FROM, skip(FROM)), sizeOf(TO, skip(TO))];
    if (read.files !== written.files || read.bytes !== written.bytes)
        throw new Error(
            `${String(read.files)} files, ${String(read.bytes)} bytes are ${String(written.files)}, ${String(written.bytes)} in the copy`,
        );
    writeFileSync(join(TO, COPIED), [...done, source].join("\n"));
    console.log(`copied ${String(read.files)} files, ${String(read.bytes)} bytes`);
}
