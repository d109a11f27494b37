package dev.payoff.portfolio;

import dev.payoff.app.Problem.Violation;
import dev.payoff.value.appraisal.PriceIndex;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A price index, dated; each point holds until the next. */
@Schema(name = "PriceIndex")
public record PriceIndexInput(
        @NotBlank @Size(max = Limits.NAME) String name,
        @Schema(description = "Who published it.") @Size(max = Limits.TEXT) @Nullable String source,
        @NotEmpty @Size(max = MAX_POINTS) List<@NotNull @Valid Point> points) {

    static final int MAX_POINTS = 2_000;

    static final String EXAMPLE =
            """
            {"name": "Consumer prices", "source": "Statistical office, table 7",
             "points": [{"on": "2025-01-01", "index": 100}, {"on": "2026-01-01", "index": 102.5}]}\
            """;

    /** The index from a day on. */
    @Schema(name = "PriceIndexPoint")
    public record Point(
            @Schema(examples = "2026-01-01") @NotBlank String on,
            @NotNull
                    @DecimalMin(value = "0", inclusive = false)
                    @Digits(
                            integer = Limits.INTEGER_DIGITS,
                            fraction = Limits.FRACTION_DIGITS,
                            message = Limits.DIGITS_MESSAGE)
                    BigDecimal index) {}

    List<Violation> wrong() {
        List<Violation> wrong = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            DeliverableRules.checkDate("points[" + i + "].on", points.get(i).on(), wrong);
            if (i > 0 && points.get(i - 1).on().compareTo(points.get(i).on()) >= 0) {
                wrong.add(new Violation("points[" + i + "].on", "must ascend"));
            }
        }
        return wrong;
    }

    /** As the arithmetic takes it. */
    public PriceIndex index() {
        TreeMap<LocalDate, BigDecimal> byDay = new TreeMap<>();
        points.forEach(point -> byDay.put(LocalDate.parse(point.on()), point.index()));
        return new PriceIndex(byDay);
    }
}
