package dev.payoff.portfolio;

import dev.payoff.app.Problem.Violation;
import dev.payoff.value.appraisal.FiscalCalendar;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** When a tenant's fiscal years begin, and what they are called. */
@Schema(name = "FiscalCalendar")
public record FiscalCalendarInput(
        @Schema(examples = "4") @NotNull @Min(1) @Max(12) Integer firstMonth,
        @Schema(description = "Whether a year is called after the calendar year it ends in.")
                @NotNull
                Boolean namedByEnd,
        @Schema(
                        description =
                                "{yyyy} and {yy}: the year that names it; {nn}: the two digits of the next.",
                        examples = "FY{yyyy}")
                @NotBlank
                @Size(max = 30)
                String label) {

    static final String EXAMPLE =
            """
            {"firstMonth": 4, "namedByEnd": true, "label": "FY{yyyy}"}\
            """;

    /** What holds where nothing was told. */
    static final FiscalCalendarInput DEFAULT = new FiscalCalendarInput(1, false, "{yyyy}");

    List<Violation> wrong() {
        return label.contains("{yyyy}") || label.contains("{yy}")
                ? List.of()
                : List.of(new Violation("label", "must have {yyyy} or {yy} in it"));
    }

    /** As the arithmetic takes it. */
    public FiscalCalendar calendar() {
        return new FiscalCalendar(firstMonth, namedByEnd, label);
    }
}
