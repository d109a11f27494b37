package dev.payoff.connector.hr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.connector.CsvText;
import dev.payoff.connector.TableLines.NotReadable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatesTest {

    private final List<String> wrong = new ArrayList<>();

    private JsonArray rates(String csv) throws IOException {
        byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
        return Labour.rates(CsvText.open(new ByteArrayInputStream(bytes), null, null), wrong);
    }

    @Test
    void aTableIsReadAsPeopleWriteIt_andIsWhatTheSettingTakes() throws IOException {
        JsonArray rates =
                rates(
                        """
                        Rolle;Stundensatz;Währung;gültig ab
                        Developer;85,50;EUR;31.01.2026
                        Architect;120;EUR;01.07.2026
                        """);
        assertThat(wrong).isEmpty();
        assertThat(rates.getJsonObject(0).encode())
                .isEqualTo(
                        "{\"role\":\"Developer\",\"from\":\"2026-01-31\",\"perHour\":85.50,\"currency\":\"EUR\"}");
        assertThat(Labour.rates(new JsonObject().put("rates", rates), new ArrayList<>()))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ,85,EUR,2026-01-01          | names no role
                    Dev,-1,EUR,2026-01-01       | negative
                    Dev,85,Euro,2026-01-01      | no currency
                    Dev,much,EUR,2026-01-01     | number
                    Dev,85,EUR,soon             | cannot be read
                    """)
    void aRowThatCannotBeUsedIsNamed(String row, String why) throws IOException {
        assertThat(rates("role,rate,currency,valid from\nDev,80,EUR,2025-01-01\n" + row + "\n"))
                .hasSize(1);
        assertThat(wrong).singleElement().asString().startsWith("Line 3 ").contains(why);
    }

    @Test
    void withoutItsColumnsOrRowsItIsNoTableOfRates() {
        assertThatThrownBy(() -> rates("role,rate\nDev,80\n"))
                .isInstanceOf(NotReadable.class)
                .hasMessageContaining("currency");
        assertThatThrownBy(() -> rates("role,rate,currency,from\n"))
                .isInstanceOf(NotReadable.class);
    }
}
