/**
 * Our own rules for oxlint, whose configuration is JSON: the tables of arrows.mjs and laws.mjs are handed in here, file by file, so that
 * ESLint (eslint.config.mjs) and oxlint hold the same ones.
 */
import { createRequire } from "node:module";
import path from "node:path";
import boundaries from "eslint-plugin-boundaries";
import { builtinRules } from "eslint/use-at-your-own-risk";
import { arrows, arrowSettings } from "./arrows.mjs";
import { lawsOf } from "./laws.mjs";

/** The matcher that boundaries itself uses. */
const { isMatch } = createRequire(createRequire(import.meta.url).resolve("eslint-plugin-boundaries"))("micromatch");

/** A rule with the options that its file has in our tables; none where they say nothing of the file. */
function bound(rule, optionsOf) {
    return {
        meta: { ...rule.meta, schema: false, defaultOptions: undefined },
        create(context) {
            const file = path.relative(context.cwd, context.filename).split(path.sep).join("/");
            const options = optionsOf(file);
            if (options === undefined) return {};
            const own = { options, settings: { ...arrowSettings, "boundaries/root-path": context.cwd } };
            // Of nothing, not of the context, whose own properties cannot be replaced.
            const get = (_, name) => (Object.hasOwn(own, name) ? own[name] : context[name]);
            return rule.create(new Proxy({}, { get, has: (_, name) => name in context }));
        },
    };
}

const [everywhere, ...layers] = arrows;

/** ESLint's form of a rule is [severity, ...options]. */
const arrowOptions = (rule) => (file) =>
    layers.findLast(({ files }) => isMatch(file, files))?.rules[rule]?.slice(1) ?? (everywhere.rules[rule] && []);

const lawOptions = (rule) => (file) =>
    lawsOf
        .filter(({ files, ignores }) => isMatch(file, files) && !isMatch(file, ignores ?? []))
        .at(-1)
        ?.rules[rule]?.slice(1);

const ours = ["no-restricted-syntax", "no-restricted-imports"];

export default {
    meta: { name: "mindcloud" },
    rules: {
        dependencies: bound(boundaries.rules.dependencies, arrowOptions("boundaries/dependencies")),
        "no-unknown-files": bound(boundaries.rules["no-unknown-files"], arrowOptions("boundaries/no-unknown-files")),
        ...Object.fromEntries(ours.map((name) => [name, bound(builtinRules.get(name), lawOptions(name))])),
    },
};
