package dev.payoff.value;

import java.math.BigDecimal;
import java.util.List;

/** The internal rate of return of some flows: the rates at which their present value is 0. */
public sealed interface InternalRate {

    /** How many distinct real rates above −1 there are. */
    int count();

    /**
     * All of them. With more than one, none of them is the return; use {@link Finance#mirr}.
     *
     * @param ascending at least one, each rounded to 12 decimals
     */
    record Roots(List<BigDecimal> ascending) implements InternalRate {

        /** Keeps an own copy. */
        public Roots {
            ascending = List.copyOf(ascending);
        }

        @Override
        public int count() {
            return ascending.size();
        }
    }

    /** There is none. */
    record None(Reason reason) implements InternalRate {
        @Override
        public int count() {
            return 0;
        }
    }

    /** Why there is no rate. */
    enum Reason {
        NO_FLOWS("There are no flows other than 0."),
        ONE_SIGN("All flows have the same sign, so no rate makes them balance."),
        NO_REAL_ROOT("The flows change sign, but no rate above -100 % makes them balance.");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** The reason as a sentence for people. */
        public String sentence() {
            return sentence;
        }
    }
}
