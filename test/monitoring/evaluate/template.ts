/** The templates of annotations, with the functions of Prometheus (template/template.go) that ours use. */
import type { Labels } from "./series";

const HOLE = /\{\{\s*(.*?)\s*\}\}/g;
const PIPE = /^\$(value|labels\.(\w+))(?:\s*\|\s*(\w+)(?:\s+"([^"]*)")?)?$/;
const LARGE = ["", "k", "M", "G", "T", "P", "E", "Z", "Y"];
const SMALL = ["", "m", "u", "n", "p", "f", "a", "z", "y"];

/** Go's %.4g. */
function fourDigits(value: number): string {
    const [mantissa = "", exponent = "0"] = value.toExponential(3).split("e");
    const power = Number(exponent);
    if (power >= -4 && power < 4) return String(Number(value.toPrecision(4)));
    return `${String(Number(mantissa))}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

function scaled(value: number, by: number, names: readonly string[], isFar: (value: number) => boolean): string {
    let [rest, index] = [value, 0];
    for (; index < names.length - 1 && isFar(rest); index++) rest *= by;
    return `${fourDigits(rest)}${names[index] ?? ""}`;
}

const small = (value: number): string => scaled(value, 1000, SMALL, (rest) => Math.abs(rest) < 1);

function duration(value: number): string {
    if (value === 0) return "0s";
    if (Math.abs(value) < 1) return `${small(value)}s`;
    const whole = Math.trunc(Math.abs(value));
    const parts = [Math.floor(whole / 86_400), Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60];
    const first = parts.findIndex((part) => part > 0);
    const sign = value < 0 ? "-" : "";
    if (first === 3) return `${sign}${fourDigits(Math.abs(value))}s`;
    const named = parts.map((part, index) => `${String(part)}${"dhms"[index] ?? ""}`);
    return `${sign}${named.slice(first).join(" ")}`;
}

const FUNCTIONS: Readonly<Record<string, (value: number, argument: string) => string>> = {
    humanize: (value) =>
        value !== 0 && Math.abs(value) < 1
            ? small(value)
            : scaled(value, 1 / 1000, LARGE, (rest) => Math.abs(rest) >= 1000),
    humanize1024: (value) =>
        scaled(
            value,
            1 / 1024,
            LARGE.map((prefix) => (prefix === "" ? "" : `${prefix}i`)),
            (rest) => Math.abs(rest) >= 1024,
        ),
    humanizeDuration: duration,
    humanizePercentage: (value) => `${fourDigits(value * 100)}%`,
    printf: (value, format) => {
        const digits = /^%\.(\d)f$/.exec(format)?.[1];
        if (digits === undefined) throw new Error(`printf ${format} is not known`);
        return value.toFixed(Number(digits));
    },
};

export function filled(template: string, labels: Labels, value: number): string {
    return template.replaceAll(HOLE, (_, hole: string) => {
        const [, what, label, name, argument = ""] = PIPE.exec(hole) ?? [];
        if (what === undefined) throw new Error(`${hole} is not known`);
        if (label !== undefined) return labels[label] ?? "";
        if (name === undefined) return String(value);
        const as = FUNCTIONS[name];
        if (as === undefined) throw new Error(`${name} is not known`);
        return as(value, argument);
    });
}
