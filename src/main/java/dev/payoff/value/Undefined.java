package dev.payoff.value;

/**
 * A figure that cannot be told, and why.
 *
 * @param figure its name in the public contract, such as {@code roiSimple}
 * @param reason for machines
 * @param sentence for people
 */
public record Undefined(String figure, Reason reason, String sentence) {

    /** The figure with the reason's own sentence. */
    static Undefined of(String figure, Reason reason) {
        return new Undefined(figure, reason, reason.sentence());
    }

    /** For people: the figure in words, and why it cannot be told. */
    public String told() {
        String title =
                switch (figure) {
                    case "roiSimple" -> "Simple ROI";
                    case "roiDiscounted" -> "Discounted ROI";
                    case "npv" -> "NPV";
                    case "irr" -> "IRR";
                    case "paybackMonths" -> "Payback";
                    case "realisationRate" -> "Realisation rate";
                    default -> figure;
                };
        return title + ": " + sentence;
    }

    /** Why a figure of a project is not defined. */
    public enum Reason {
        NO_COST("There is no cost yet, so no return on it can be told."),
        NO_DISCOUNT_RATE("The project has no discount rate above -100 %."),
        NO_FLOWS("There are neither costs nor value yet."),
        NO_INTERNAL_RATE("No rate makes costs and value balance."),
        SEVERAL_INTERNAL_RATES(
                "More than one rate makes costs and value balance, so none of them is the return;"
                        + " look at the net present value instead."),
        INTERNAL_RATE_BEYOND_MEASURE(
                "Costs and value lie too close together in time for a yearly rate to mean anything."),
        NOT_YET_PAID_BACK("The value so far does not cover the cost so far."),
        NO_PLAN("It is not known what was planned to be realised by now."),
        NOTHING_PLANNED_YET("Nothing was planned to be realised by now.");

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
