package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    orders_total;                                  true
                    orders_*|increase;                             true
                    orders_total{}|value;                          true
                    orders_total{service="shop-web"};              true
                    orders_total{service="shop*",region=""};       true
                    *{ service = "*web" };                         true
                    orders;                                        false
                    orders_total{service="shop"};                  false
                    orders_total{region="eu"};                     false
                    orders_total{service="shop*",region="eu"};     false
                    """)
    void selects(String selector, boolean expected) {
        assertThat(
                        Selector.parse(selector)
                                .matches(
                                        new Samples.Series(
                                                "orders_total",
                                                new TreeMap<>(Map.of("service", "shop-web")))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a{",
                "a{b}",
                "a{b=c}",
                "a{b=\"c\",}",
                "a|rate",
                "{b=\"c\"}",
                "a|increase|value"
            })
    void refuses(String selector) {
        assertThat(Selector.check(selector)).isNotNull();
    }
}
