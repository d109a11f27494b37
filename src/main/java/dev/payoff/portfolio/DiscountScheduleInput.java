package dev.payoff.portfolio;

import dev.payoff.app.Problem.Violation;
import dev.payoff.value.DiscountSchedule;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Discount rates by the distance in years; the last step's rate holds for ever. */
@Schema(name = "DiscountSchedule")
public record DiscountScheduleInput(
        @NotBlank @Size(max = Limits.NAME) String name,
        @Schema(description = "Who published it.") @Size(max = Limits.TEXT) @Nullable String source,
        @NotEmpty @Size(max = MAX_STEPS) List<@NotNull @Valid Step> steps) {

    static final int MAX_STEPS = 50;

    static final String EXAMPLE =
            """
            {"name": "Board, 2026", "source": "Minutes of 2026-01-15",
             "steps": [{"throughYear": 5, "rate": 0.08}, {"throughYear": 10, "rate": 0.06}]}\
            """;

    /** A rate a year, for the years up to this one. */
    @Schema(name = "DiscountStep")
    public record Step(
            @NotNull @Min(1) @Max(DiscountSchedule.MOST_YEARS) Integer throughYear,
            @NotNull
                    @DecimalMin("-0.99")
                    @DecimalMax("10")
                    @Digits(integer = 2, fraction = Limits.FRACTION_DIGITS)
                    BigDecimal rate) {}

    List<Violation> wrong() {
        List<Violation> wrong = new ArrayList<>();
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i - 1).throughYear() >= steps.get(i).throughYear()) {
                wrong.add(new Violation("steps[" + i + "].throughYear", "must ascend"));
            }
        }
        return wrong;
    }

    /** As the arithmetic takes it. */
    public DiscountSchedule schedule() {
        return new DiscountSchedule(
                steps.stream()
                        .map(step -> new DiscountSchedule.Step(step.throughYear(), step.rate()))
                        .toList());
    }
}
