package dev.payoff.stream;

/** What decoding a record's bytes came to. */
public sealed interface Decoded {

    /** A record whose fields have the right form. */
    record Usable(WireRecord wire) implements Decoded {}

    /**
     * A record that cannot be used.
     *
     * @param detail one sentence for the person who sent it
     */
    record Refused(RejectCode code, String detail) implements Decoded {}
}
