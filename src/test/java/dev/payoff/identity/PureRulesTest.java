package dev.payoff.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.app.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The decisions of this package that need neither clock nor database. */
class PureRulesTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void eachRoleIncludesThoseBeforeIt() {
        assertThat(Role.VIEWER.securityRoles()).containsExactly("viewer");
        assertThat(Role.MANAGER.securityRoles())
                .containsExactlyInAnyOrder("viewer", "contributor", "manager");
        assertThat(Role.ADMIN.securityRoles())
                .containsExactlyInAnyOrder("viewer", "contributor", "manager", "admin");
        assertThat(Role.CONTRIBUTOR.includes(Role.MANAGER)).isFalse();
        assertThat(Role.CONTRIBUTOR.includes(Role.CONTRIBUTOR)).isTrue();
    }

    @Test
    void scopesAreHandedOnOnlyByThoseWhoHaveThem() {
        Caller free = caller(Set.of());
        Caller reader = caller(Set.of("read"));
        assertThat(ScopeRules.narrow(free, Set.of())).isEmpty();
        assertThat(ScopeRules.narrow(free, Set.of("ingest"))).containsExactly("ingest");
        assertThat(ScopeRules.narrow(reader, Set.of())).containsExactly("read");
        assertThatThrownBy(() -> ScopeRules.narrow(reader, Set.of("write")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("SCOPE_MISSING");
        assertThatThrownBy(() -> ScopeRules.narrow(free, Set.of("root")))
                .hasMessageContaining("UNKNOWN_SCOPE");
    }

    private static Caller caller(Set<String> scopes) {
        return new Caller(UUID.randomUUID(), "t", "n", Role.ADMIN, scopes);
    }

    @Test
    void passwordsHaveEightCharactersToSeventyTwoBytes() {
        assertThat(Passwords.objection("1234567")).contains("at least 8");
        assertThat(Passwords.objection("12345678")).isNull();
        assertThat(Passwords.objection("x".repeat(72))).isNull();
        assertThat(Passwords.objection("x".repeat(73))).contains("at most 72");
        assertThat(Passwords.objection("é".repeat(37))).contains("at most 72");
        assertThat(Passwords.objection("1234567\0")).contains("null");
    }

    @Nested
    class Guard {

        private final LoginGuard guard = new LoginGuard();

        private boolean tries(String address, Instant at) {
            return tries("ada", address, at);
        }

        private boolean tries(String person, String address, Instant at) {
            return guard.attempt("t", person, address, at) instanceof LoginGuard.Allowed;
        }

        @Test
        void waitsGrowWithEachFailure() {
            for (int i = 0; i < LoginGuard.FREE_PER_PERSON; i++) {
                assertThat(tries("10.0.0.1", NOON)).isTrue();
            }
            assertThat(tries("10.0.0.1", NOON)).isFalse();
            Instant at = NOON;
            for (int doubling = 0; doubling < 6; doubling++) {
                Duration wait = Duration.ofSeconds(1L << doubling);
                assertThat(tries("10.0.0.1", at.plus(wait).minusMillis(1))).isFalse();
                assertThat(tries("10.0.0.1", at.plus(wait))).isTrue();
                at = at.plus(wait);
            }
        }

        @Test
        void tenThousandGuessesAnHourComeToAFew() {
            int evaluated = 0;
            for (int i = 0; i < 10_000; i++) {
                evaluated += tries("10.0.0.1", NOON.plusMillis(i * 360L)) ? 1 : 0;
            }
            assertThat(evaluated).isBetween(LoginGuard.FREE_PER_PERSON, 20);
        }

        @Test
        void theVictimGetsInFromElsewhere() {
            for (int i = 0; i < 50; i++) {
                tries("10.0.0.1", NOON);
            }
            assertThat(tries("10.0.0.2", NOON)).isTrue();
        }

        @Test
        void oneGuessAtEachOfManyPeopleIsSlowedToo() {
            int evaluated = 0;
            for (int i = 0; i < 1000; i++) {
                evaluated += tries("person" + i, "10.0.0.1", NOON) ? 1 : 0;
            }
            assertThat(evaluated).isEqualTo(LoginGuard.FREE_PER_ADDRESS);
        }

        @Test
        void successClearsAndQuietForgets() {
            for (int i = 0; i < LoginGuard.FREE_PER_PERSON; i++) {
                tries("10.0.0.1", NOON);
            }
            guard.succeeded("t", "ADA", "10.0.0.1");
            assertThat(tries("10.0.0.1", NOON)).isTrue();
            for (int i = 0; i < 50; i++) {
                tries("10.0.0.1", NOON);
            }
            assertThat(tries("10.0.0.1", NOON.plus(LoginGuard.MEMORY).plusSeconds(1))).isTrue();
        }
    }

    @Nested
    class Sites {

        private final CrossSite rule = new CrossSite("https://payoff.example");

        private boolean allows(String method, String marker, String origin, String site) {
            return rule.allows(
                    new CrossSite.Request(method, marker, origin, site, "payoff.example"));
        }

        @Test
        void readsPassAndChangesNeedTheMarker() {
            assertThat(allows("GET", null, "https://evil.example", "cross-site")).isTrue();
            assertThat(allows("POST", null, null, null)).isFalse();
            assertThat(allows("POST", "1", null, null)).isTrue();
            assertThat(allows("DELETE", "true", null, null)).isFalse();
            assertThat(allows("TRACE", null, null, null)).isFalse();
        }

        @Test
        void originsOfOthersDoNot() {
            assertThat(allows("POST", "1", "https://payoff.example", "same-origin")).isTrue();
            assertThat(allows("POST", "1", "HTTPS://Payoff.Example", null)).isTrue();
            assertThat(allows("POST", "1", "null", null)).isFalse();
            assertThat(allows("POST", "1", "https://payoff.example.evil", null)).isFalse();
            assertThat(allows("POST", "1", "https://evil.example", null)).isFalse();
            assertThat(allows("POST", "1", "https://payoff.example:8443", null)).isFalse();
            assertThat(allows("POST", "1", null, "cross-site")).isFalse();
        }
    }

    @Test
    void secretsAreLongAndKnownByTheirForm() {
        String key = Secrets.apiKey(new byte[4], new byte[32]);
        assertThat(key).startsWith("pay_00000000_A").hasSize(56);
        assertThat(Secrets.looksLikeKey(key)).isTrue();
        assertThat(Secrets.looksLikeKey("pay_'; DROP TABLE api_key; --aaaaaaaaaaaaaaaa")).isFalse();
        assertThat(Secrets.hash("a")).hasSize(32).isNotEqualTo(Secrets.hash("b"));
    }
}
