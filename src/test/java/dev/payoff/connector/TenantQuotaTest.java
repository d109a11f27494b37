package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** One tenant's flood is its own affair. */
class TenantQuotaTest {

    private static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");
    private static final int PER_SECOND = 100;

    private final TenantQuota quota = new TenantQuota(PER_SECOND);

    private int admitted(String tenant, int batches, int readings, Instant at) {
        int admitted = 0;
        for (int i = 0; i < batches; i++) {
            admitted += quota.admits(tenant, readings, at) ? readings : 0;
        }
        return admitted;
    }

    @Test
    void afterAPauseHalfAMinutesWorthMayComeAtOnce() {
        assertThat(admitted("noisy", 1_000, 10, AT)).isEqualTo(30 * PER_SECOND);
    }

    @Test
    void thenItsRateAndNoMore() {
        admitted("noisy", 1_000, 10, AT);
        int later = 0;
        for (int second = 1; second <= 60; second++) {
            later += admitted("noisy", 1_000, 10, AT.plusSeconds(second));
        }
        assertThat(later).isEqualTo(60 * PER_SECOND);
    }

    @Test
    void anotherTenantNoticesNothing() {
        admitted("noisy", 1_000, 10, AT);
        assertThat(quota.admits("quiet", 10, AT)).isTrue();
    }

    @Test
    void aBatchIsTakenWholeOrNotAtAll() {
        assertThat(quota.admits("file", 1_000_000, AT)).isTrue();
        assertThat(quota.admits("file", 1, AT)).isFalse();
        assertThat(quota.admits("file", 1, AT.plusSeconds(10_000))).isTrue();
    }

    @Test
    void whoFloodsIsHeldBackAmongAnyNumberOfOthers() {
        admitted("noisy", 1_000, 10, AT);
        for (int other = 0; other < 3 * TenantQuota.MAX_TENANTS; other++) {
            quota.admits("tenant-" + other, 1, AT);
            assertThat(quota.admits("noisy", 1, AT)).isFalse();
        }
    }

    @Test
    void aClockThatGoesBackGivesNothingAndTakesNothing() {
        admitted("noisy", 1_000, 10, AT);
        assertThat(quota.admits("noisy", 1, AT.minusSeconds(60))).isFalse();
    }
}
