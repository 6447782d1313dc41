/** Certificates for the names that the embedded cloud answers to. Node signs, but writes none (X.509, RFC 5280). */
import { createPrivateKey, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

export interface Certificate {
    readonly cert: string;
    readonly key: string;
}

/** The authority of one embedded cloud, made on first use: state and kubeconfigs carry its certificate from run to run. */
export function authorityIn(directory: string): Certificate {
    const file = path.join(directory, "authority.json");
    if (!fs.existsSync(file)) {
        fs.mkdirSync(directory, { recursive: true });
        fs.writeFileSync(file, JSON.stringify(certificate("embedded cloud")), { mode: 0o600 });
    }
    return JSON.parse(fs.readFileSync(file, "utf8")) as Certificate;
}

/** For this host or address, signed by its issuer; without one, an authority that signs itself. */
export function certificate(name: string, issuer?: Certificate): Certificate {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const algorithm = sequence(oid(1, 2, 840, 10045, 4, 3, 2)); // ecdsa-with-SHA256
    const validity = sequence(time("20200101000000Z"), time("20991231235959Z"));
    const extension = (id: Buffer, value: Buffer): Buffer => sequence(id, der(0x04, value));
    const address = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(name)?.slice(1).map(Number);
    const extensions = sequence(
        extension(oid(2, 5, 29, 19), issuer === undefined ? sequence(der(0x01, Buffer.from([0xff]))) : sequence()), // basicConstraints
        extension(
            oid(2, 5, 29, 17), // subjectAltName
            sequence(address === undefined ? der(0x82, Buffer.from(name)) : der(0x87, Buffer.from(address))),
        ),
    );
    const issuerName = issuer === undefined ? name : "embedded cloud";
    const body = sequence(
        ...[der(0xa0, integer(2)), der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])), algorithm],
        ...[commonName(issuerName), validity, commonName(name)],
        ...[publicKey.export({ type: "spki", format: "der" }), der(0xa3, extensions)],
    );
    const signer = issuer === undefined ? privateKey : createPrivateKey(issuer.key);
    const signature = createSign("SHA256").update(body).sign(signer);
    const whole = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
    const lines = whole.toString("base64").replaceAll(/(.{64})/g, "$1\n");
    return {
        cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
        key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    };
}

function der(tag: number, content: Buffer): Buffer {
    const size = content.length;
    const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
    return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, Buffer.concat(parts));
const integer = (value: number): Buffer => der(0x02, Buffer.from([value]));
const time = (text: string): Buffer => der(0x18, Buffer.from(text));
/** A distinguished name of one common name, which may have 64 characters. */
const commonName = (name: string): Buffer =>
    sequence(der(0x31, sequence(oid(2, 5, 4, 3), der(0x0c, Buffer.from(name.slice(0, 64))))));

function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
    const bytes = rest.flatMap((value) => {
        const groups = [value & 127];
        for (let left = value >> 7; left > 0; left >>= 7) groups.unshift((left & 127) | 128);
        return groups;
    });
    return der(0x06, Buffer.from([first * 40 + second, ...bytes]));
}
