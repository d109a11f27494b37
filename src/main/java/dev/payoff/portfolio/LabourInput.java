package dev.payoff.portfolio;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Hours of a role, which the labour rate of the day turns into an amount.
 *
 * @param perHour the rate that was used; told by us
 */
@Schema(name = "Labour")
record LabourInput(
        @Schema(description = "The key of a labour rate.", examples = "engineer")
                @NotNull
                @Pattern(regexp = Limits.KEY, message = Limits.KEY_MESSAGE)
                String role,
        @Schema(examples = "40")
                @NotNull
                @DecimalMin(value = "0", inclusive = false)
                @Digits(integer = 9, fraction = 6)
                BigDecimal hours,
        @Schema(readOnly = true) @Nullable BigDecimal perHour) {}
