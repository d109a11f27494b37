package dev.payoff.analytics;

import dev.payoff.analytics.ChoiceProblem.Decision;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A choice as it is asked for. What is not told of a registered project is taken from its figures.
 *
 * @param currency of value and budgets; default: the tenant's. What a project's figures tell in
 *     another is converted at the tenant's dated rates
 * @param horizonYears for how long benefits count where a value is taken from figures; default 3
 * @param candidates default: every project that is not archived
 * @param seconds that solving may take; default 5
 * @param autoSolve whether to solve again by itself when a figure moves; default false
 */
@Schema(
        name = "ScenarioInput",
        examples =
                """
                {"name": "Plan 2027", "currency": "EUR", "horizonYears": 3,
                 "budgets": [{"name": "2027", "limit": 500000, "unit": 10000,
                              "from": "2027-01-01", "to": "2027-12-31"}],
                 "capacities": [{"name": "developer months", "limit": 40}],
                 "exclusions": [{"name": "CRM", "projects": ["crm-buy", "crm-build"]}],
                 "candidates": [
                   {"project": "cloud-migration", "decision": "IN"},
                   {"project": "crm-buy", "value": 300000, "uses": {"2027": 220000, "developer months": 10}},
                   {"project": "crm-build", "value": 340000, "uses": {"2027": 180000, "developer months": 30},
                    "spread": 120000}],
                 "risk": {"measure": "SPREAD"}}\
                """)
public record ScenarioInput(
        @NotBlank @Size(max = NAME) String name,
        @Pattern(regexp = "[A-Z]{3}", message = "must be a three-letter ISO 4217 code, such as EUR")
                @Nullable String currency,
        @DecimalMin("0.25") @DecimalMax("30") @Digits(integer = 2, fraction = 4)
                @Nullable BigDecimal horizonYears,
        @Size(max = HALF_OF_RESOURCES) @Nullable List<@NotNull @Valid Budget> budgets,
        @Size(max = HALF_OF_RESOURCES) @Nullable List<@NotNull @Valid Capacity> capacities,
        @Size(max = MAX_EXCLUSIONS) @Nullable List<@NotNull @Valid Group> exclusions,
        @Size(max = ChoiceProblem.MAX_CANDIDATES) @Nullable List<@NotNull @Valid Option> candidates,
        @Valid @Nullable Measure risk,
        @Min(1) @Max(MAX_SECONDS) @Nullable Integer seconds,
        @Nullable Boolean autoSolve) {

    static final int NAME = 200;
    static final int HALF_OF_RESOURCES = ChoiceProblem.MAX_RESOURCES / 2;
    static final int MAX_EXCLUSIONS = 100;
    static final int MAX_SECONDS = 30;
    static final int MAX_SCENARIOS_OF_RISK = 200;

    /**
     * Money of a period.
     *
     * @param unit by how much more and less the choice is solved again; default 1 % of the limit
     * @param from and {@code to}: planned costs of these days count where a use is not told;
     *     without them, all that are planned
     */
    @Schema(name = "ScenarioBudget")
    public record Budget(
            @NotBlank @Size(max = NAME) String name,
            @NotNull @DecimalMin("0") @Digits(integer = 18, fraction = 6) BigDecimal limit,
            @DecimalMin(value = "0", inclusive = false) @Digits(integer = 18, fraction = 6)
                    @Nullable BigDecimal unit,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {}

    /** What there is of a skill, in any measure. */
    @Schema(name = "ScenarioCapacity")
    public record Capacity(
            @NotBlank @Size(max = NAME) String name,
            @NotNull @DecimalMin("0") @Digits(integer = 18, fraction = 6) BigDecimal limit,
            @DecimalMin(value = "0", inclusive = false) @Digits(integer = 18, fraction = 6)
                    @Nullable BigDecimal unit) {}

    /** Projects of which at most so many may be done; default 1. */
    @Schema(name = "ScenarioExclusion")
    public record Group(
            @NotBlank @Size(max = NAME) String name,
            @NotNull @Size(min = 2, max = ChoiceProblem.MAX_CANDIDATES)
                    Set<@NotBlank String> projects,
            @Min(1) @Max(ChoiceProblem.MAX_CANDIDATES) @Nullable Integer atMost) {}

    /**
     * A project that may be done.
     *
     * @param project key of a registered project; or any, where value is told
     * @param value expected, net; default: from the project's figures. Where they tell none, a
     *     project of which nothing else is told either is left out, with the reason
     * @param uses of budgets and capacities by name; a budget not named is used as planned costs
     *     say
     * @param needs default: the registered dependencies on other candidates
     * @param current whether it is being done today; default: whether it had a cost yet
     * @param spread standard deviation of the value
     * @param outcomes of the value in equally likely joint scenarios; as many of each project
     */
    @Schema(name = "ScenarioCandidate")
    public record Option(
            @NotBlank @Size(max = 63) String project,
            @Digits(integer = 18, fraction = 6) @Nullable BigDecimal value,
            @Size(max = ChoiceProblem.MAX_RESOURCES)
                    @Nullable Map<String, @NotNull @DecimalMin("0") BigDecimal> uses,
            @Size(max = ChoiceProblem.MAX_CANDIDATES) @Nullable Set<@NotBlank String> needs,
            @Nullable Decision decision,
            @Nullable Boolean current,
            @DecimalMin("0") @Nullable BigDecimal spread,
            @Size(min = 2, max = MAX_SCENARIOS_OF_RISK)
                    @Nullable List<@NotNull BigDecimal> outcomes) {}

    /** How risk is measured. */
    public enum Kind {
        SPREAD,
        CVAR
    }

    /**
     * The frontier that is asked for.
     *
     * @param level of CVAR: the worst are a share of 1 − level; default 0.9
     * @param seed of what is drawn from spreads where no outcomes are told; default 1
     * @param points of a large choice; default 10
     */
    @Schema(name = "ScenarioRisk")
    public record Measure(
            @NotNull Kind measure,
            @DecimalMin("0.5") @DecimalMax("0.99") @Nullable BigDecimal level,
            @Nullable Long seed,
            @Min(3) @Max(30) @Nullable Integer points) {}

    static <T> List<T> all(@Nullable List<T> told) {
        return told == null ? List.of() : told;
    }
}
