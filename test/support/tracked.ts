import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

const ROOT = path.join(__dirname, "../..");

/** All files that git tracks, and that are there; of an archive without .git, nothing, and then there is nothing of ours to say. */
export const tracked: readonly string[] = fs.existsSync(path.join(ROOT, ".git"))
    ? execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" })
          .split("\0")
          .filter((file) => fs.statSync(path.join(ROOT, file), { throwIfNoEntry: false })?.isFile() === true)
    : [];
