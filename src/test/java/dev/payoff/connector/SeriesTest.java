package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.connector.Dora.Measure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    acme/shop|production|change_lead_time;  acme/shop;   production;    true
                    ACME/Shop|production|change_lead_time;  acme/shop;   production;    true
                    acme/*|production|change_lead_time;     acme/shop;   production;    true
                    *|*|change_lead_time;                   acme/shop;   review/a|b;    true
                    acme/shop|review/*|change_lead_time;    acme/shop;   review/a|b;    true
                    acme/shop|Production|change_lead_time;  acme/shop;   production;    false
                    acme/sho.|production|change_lead_time;  acme/shop;   production;    false
                    acme/*|production|deployment_frequency; acme/shop;   production;    false
                    acme/*|production|change_lead_time;     acmee/shop;  production;    false
                    """)
    void matches(String series, String repo, String environment, boolean expected) {
        assertThat(
                        DoraReadings.Series.parse(series)
                                .matches(repo, environment, Measure.CHANGE_LEAD_TIME))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "|",
                "||",
                "a|b",
                "|production|change_lead_time",
                "a||recovery_time",
                "a|b|mttr"
            })
    void refusesWhatIsNone(String series) {
        assertThat(DoraReadings.checkSeries(series))
                .startsWith("is owner/repo|environment|measure");
    }
}
