package dev.payoff.app;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How figures are written where people and programs read them: rounded once, at the very end, and
 * never as 1E+3.
 */
public final class Shown {

    /**
     * Decimal places of a figure that is shown; enough to check a sum by hand to the ninth digit.
     */
    public static final int DECIMALS = 10;

    private Shown() {}

    /** A figure to {@link #DECIMALS} places, half even; null stays null. */
    public static @Nullable BigDecimal figure(@Nullable BigDecimal exact) {
        return exact == null ? null : plain(exact.setScale(DECIMALS, RoundingMode.HALF_EVEN));
    }

    /** A number as it was told, without trailing zeros or an exponent. */
    public static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** A number within a sentence: 1,234,567.5, to {@link #DECIMALS} places. */
    public static String inWords(BigDecimal number) {
        DecimalFormat format =
                new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMaximumFractionDigits(DECIMALS);
        format.setRoundingMode(RoundingMode.HALF_EVEN);
        return format.format(number);
    }
}
