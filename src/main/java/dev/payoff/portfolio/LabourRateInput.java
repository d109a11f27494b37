package dev.payoff.portfolio;

import dev.payoff.app.Problem.Violation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an hour of a role costs, dated; each rate holds until the next. */
@Schema(name = "LabourRate")
record LabourRateInput(
        @NotBlank @Pattern(regexp = Limits.CURRENCY, message = Limits.CURRENCY_MESSAGE)
                String currency,
        @NotEmpty @Size(max = MAX_RATES) List<@NotNull @Valid Rate> rates) {

    static final int MAX_RATES = 500;

    static final String EXAMPLE =
            """
            {"currency": "EUR", "rates": [{"from": "2026-01-01", "perHour": 85}]}\
            """;

    /** A rate from a day on. */
    @Schema(name = "DatedLabourRate")
    record Rate(
            @Schema(examples = "2026-01-01") @NotBlank String from,
            @NotNull
                    @DecimalMin(value = "0", inclusive = false)
                    @Digits(
                            integer = Limits.INTEGER_DIGITS,
                            fraction = Limits.FRACTION_DIGITS,
                            message = Limits.DIGITS_MESSAGE)
                    BigDecimal perHour) {}

    List<Violation> wrong() {
        List<Violation> wrong = new ArrayList<>();
        ProjectRules.checkCurrency("currency", currency).ifPresent(wrong::add);
        for (int i = 0; i < rates.size(); i++) {
            DeliverableRules.checkDate("rates[" + i + "].from", rates.get(i).from(), wrong);
            if (i > 0 && rates.get(i - 1).from().compareTo(rates.get(i).from()) >= 0) {
                wrong.add(new Violation("rates[" + i + "].from", "must ascend"));
            }
        }
        return wrong;
    }

    /** The rate on a day in ISO form; null before the first. */
    @Nullable BigDecimal on(String day) {
        BigDecimal rate = null;
        for (Rate each : rates) {
            rate = each.from().compareTo(day) <= 0 ? each.perHour() : rate;
        }
        return rate;
    }
}
