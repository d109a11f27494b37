package dev.payoff.browser;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Builds and serves the dashboard, which tests of the server do without. */
public class WithDashboard implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("quarkus.quinoa", "true");
    }
}
