import { Digest } from "../base/digest";
import { Incomparable } from "../base/incomparable";
import { isMap, Secret } from "../../values";

/**
 * Equal in content. A secret is compared by what is inside and never leaves here; whether a value is secret makes no difference to a
 * provider, as it makes none to the engine.
 */
export function sameValue(one: unknown, other: unknown): boolean {
    if (one === other || one instanceof Incomparable || other instanceof Incomparable) return true;
    if (one instanceof Digest) return sameAsDigest(one, other);
    if (other instanceof Digest) return sameAsDigest(other, one);
    if (one instanceof Secret) return sameValue(one.reveal(), other);
    if (other instanceof Secret) return sameValue(one, other.reveal());
    if (Array.isArray(one))
        return (
            Array.isArray(other) &&
            one.length === other.length &&
            one.every((item, index) => sameValue(item, other[index]))
        );
    if (!isMap(one) || !isMap(other) || "toJSON" in one || "toJSON" in other) return false;
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].every((key) => sameValue(one[key], other[key]));
}

function sameAsDigest(digest: Digest, other: unknown): boolean {
    return other instanceof Digest ? digest.equals(other) : digest.isOf(other);
}
