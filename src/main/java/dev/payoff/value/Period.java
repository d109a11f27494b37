package dev.payoff.value;

import java.math.BigDecimal;

/**
 * A period that money or units refer to, of one fixed length; a month is a twelfth of the year of
 * 365.25 days. (Design of Payoff: value model.)
 */
public enum Period {
    HOUR("1"),
    DAY("24"),
    WEEK("168"),
    MONTH("730.5"),
    YEAR("8766");

    private final BigDecimal hours;

    Period(String hours) {
        this.hours = new BigDecimal(hours);
    }

    /** Its length in hours. */
    public BigDecimal hours() {
        return hours;
    }
}
