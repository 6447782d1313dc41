import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { isMap, isSecretOnTheWire, secretOnTheWire } from "../../plan/values";

const SEALED = "sealed:aes-256-gcm";

/** Encrypts what is marked secret, so that no file of the embedded cloud shows it, in a value that stays plain JSON. */
export function seal(value: unknown, key: Buffer): unknown {
    if (Array.isArray(value)) return value.map((item) => seal(item, key));
    if (!isMap(value)) return value;
    if (isSecretOnTheWire(value)) return { [SEALED]: encrypt(JSON.stringify(value.value ?? null), key) };
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, seal(item, key)]));
}

export function unseal(value: unknown, key: Buffer): unknown {
    if (Array.isArray(value)) return value.map((item) => unseal(item, key));
    if (!isMap(value)) return value;
    const sealed = value[SEALED];
    if (typeof sealed === "string") return secretOnTheWire(JSON.parse(decrypt(sealed, key)));
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, unseal(item, key)]));
}

/** The key of one embedded cloud, made on first use and readable by its owner only. */
export function keyOf(file: string): Buffer {
    if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(32).toString("base64"), { mode: 0o600 });
    return Buffer.from(fs.readFileSync(file, "utf8"), "base64");
}

function encrypt(text: string, key: Buffer): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64");
}

function decrypt(sealed: string, key: Buffer): string {
    const bytes = Buffer.from(sealed, "base64");
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}
