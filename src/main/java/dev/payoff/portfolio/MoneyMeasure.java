package dev.payoff.portfolio;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What projects are compared on of their appraisal, their work and their urgency. */
public enum MoneyMeasure {
    /** Net present value, at the day of the first flow. */
    NPV("npv", true),
    /** The same with each benefit weighted by its confidence. */
    RISK_ADJUSTED_NPV("riskAdjustedNpv", true),
    /** Net present value / present value of the costs. */
    ROI_DISCOUNTED("roiDiscounted", false),
    /** The yearly rate at which net present value is 0, where there is just one. */
    IRR("irr", false),
    /** The modified one. */
    MIRR("mirr", false),
    /** Months of 730.5 h from the first spend until benefits cover costs for good. */
    PAYBACK_MONTHS("paybackMonths", false),
    /** The same of present values. */
    DISCOUNTED_PAYBACK_MONTHS("discountedPaybackMonths", false),
    /** Present value of the benefits / that of the costs. */
    BCR("bcr", false),
    /** 1 + net present value / present value of the costs until the first benefit. */
    PROFITABILITY_INDEX("profitabilityIndex", false),
    /** Realised value / what was promised until now. */
    REALISATION_TO_DATE("realisationToDate", false),
    /** Realised value / what is promised until the horizon. */
    REALISATION_TO_TOTAL("realisationToTotal", false),
    /** P(NPV &lt; 0) of a simulation with a fixed seed. */
    PROBABILITY_NEGATIVE("probabilityNegative", false),
    /** Earned value / actual cost. */
    CPI("cpi", false),
    /** Earned value / planned value. */
    SPI("spi", false),
    /** Budget / CPI: what it will have cost, if the rest costs as the work so far did. */
    EAC("eac", true),
    /** Money that a week of waiting costs. */
    COST_OF_DELAY_PER_WEEK("costOfDelayPerWeek", true);

    private final String label;
    private final boolean money;

    MoneyMeasure(String label, boolean money) {
        this.label = label;
        this.money = money;
    }

    /** As it is called in questions and answers. */
    public String label() {
        return label;
    }

    /** Whether it is an amount in the project's currency, and no plain number. */
    public boolean isMoney() {
        return money;
    }

    /** The one of this name; empty where there is none. */
    public static Optional<MoneyMeasure> of(String label) {
        return Arrays.stream(values()).filter(it -> it.label.equals(label)).findFirst();
    }

    /** All names. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(MoneyMeasure::label).toList();
    }
}
