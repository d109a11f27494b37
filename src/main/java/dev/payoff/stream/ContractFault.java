package dev.payoff.stream;

/** A contract that cannot be read: where in the file, and what to do. */
final class ContractFault extends RuntimeException {

    private final String sentence;

    ContractFault(String where, String sentence) {
        super(where + ": " + sentence, null, false, false);
        this.sentence = where + ": " + sentence;
    }

    String sentence() {
        return sentence;
    }
}
