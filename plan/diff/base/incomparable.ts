/** Stands for a secret that is a word: equal to every other. */
export class Incomparable {
    toJSON(): string {
        return "[secret]";
    }
}
