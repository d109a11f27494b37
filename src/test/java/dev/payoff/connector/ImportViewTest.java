package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.connector.ImportResource.ImportView;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An import whose process died does not run for ever. */
class ImportViewTest {

    private static final Instant STARTED = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant LONG_AFTER = STARTED.plus(ImportResource.LONGEST);

    private static ImportView view(String status) {
        return new ImportView(
                new UUID(0, 1),
                "csv",
                null,
                "costs.csv",
                false,
                status,
                null,
                0,
                0,
                0,
                0,
                List.of(),
                "ann",
                STARTED.atOffset(ZoneOffset.UTC),
                null);
    }

    @Test
    void itRunsWhileItMay() {
        ImportView running = view("RUNNING");
        assertThat(running.asOf(LONG_AFTER.minusNanos(1))).isEqualTo(running);
    }

    @Test
    void afterThatItHasFailed_andItsSenderIsToldWhatToDo() {
        ImportView lost = view("RUNNING").asOf(LONG_AFTER);
        assertThat(lost.status()).isEqualTo("FAILED");
        assertThat(lost.reason()).contains("Send the same file again");
    }

    @Test
    void whatHasEndedStaysAsItEnded() {
        assertThat(view("DONE").asOf(LONG_AFTER)).isEqualTo(view("DONE"));
        assertThat(view("FAILED").asOf(LONG_AFTER)).isEqualTo(view("FAILED"));
    }
}
