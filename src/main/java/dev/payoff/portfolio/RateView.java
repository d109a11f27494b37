package dev.payoff.portfolio;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An exchange rate as it is told. */
@Schema(name = "Rate")
record RateView(
        String base, String quote, LocalDate validFrom, BigDecimal rate, Instant recordedAt) {

    static RateView of(ExchangeRate rate) {
        return new RateView(rate.base, rate.quote, rate.validFrom, rate.rate, rate.recordedAt);
    }
}
