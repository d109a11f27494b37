package dev.payoff.portfolio;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Shares of one outside series, to be put in force together.
 *
 * @param shares claims that are not named keep theirs
 */
@Schema(name = "SeriesShares")
record SharesInput(
        @Schema(description = "As in the metrics' series", examples = "aws/bill/total") @NotBlank
                String series,
        @NotEmpty @Size(max = SharesInput.MOST) List<@Valid Share> shares) {

    /** The most claims that are changed at once. */
    static final int MOST = 100;

    static final String EXAMPLE =
            """
            {"series": "aws/bill/total", "shares": [{"metric": "cloud/bill", "share": 0.6, "version": 3},\
             {"metric": "archive/bill", "share": 0.4, "version": 1}]}\
            """;

    /**
     * A claim's share.
     *
     * @param metric its id, or its key
     * @param share more than 0, at most 1
     * @param version the one that was read; null: whichever there is
     */
    @Schema(name = "SeriesShare")
    record Share(@NotBlank String metric, @NotNull BigDecimal share, @Nullable Long version) {}
}
