import { createSign, generateKeyPairSync } from "node:crypto";

export interface Certificate {
    readonly cert: string;
    readonly key: string;
}

/** A certificate that signs itself, for 127.0.0.1: valid as server, client and authority. Node signs, but writes none (X.509, RFC 5280). */
export function certificate(commonName: string): Certificate {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const algorithm = sequence(oid(1, 2, 840, 10045, 4, 3, 2)); // ecdsa-with-SHA256
    const name = sequence(set(sequence(oid(2, 5, 4, 3), der(0x0c, Buffer.from(commonName)))));
    const validity = sequence(time("20200101000000Z"), time("20991231235959Z"));
    const extension = (id: Buffer, value: Buffer): Buffer => sequence(id, der(0x04, value));
    const extensions = sequence(
        extension(oid(2, 5, 29, 19), sequence(der(0x01, Buffer.from([0xff])))), // basicConstraints: CA
        extension(oid(2, 5, 29, 17), sequence(der(0x87, Buffer.from([127, 0, 0, 1])))), // subjectAltName: IP
    );
    const body = sequence(
        ...[der(0xa0, integer(2)), integer(1), algorithm, name, validity, name],
        ...[publicKey.export({ type: "spki", format: "der" }), der(0xa3, extensions)],
    );
    const signature = createSign("SHA256").update(body).sign(privateKey);
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
const set = (...parts: readonly Buffer[]): Buffer => der(0x31, Buffer.concat(parts));
const integer = (value: number): Buffer => der(0x02, Buffer.from([value]));
const time = (text: string): Buffer => der(0x18, Buffer.from(text));

function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
    const bytes = rest.flatMap((value) => {
        const groups = [value & 127];
        for (let left = value >> 7; left > 0; left >>= 7) groups.unshift((left & 127) | 128);
        return groups;
    });
    return der(0x06, Buffer.from([first * 40 + second, ...bytes]));
}
