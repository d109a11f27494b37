package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What records of foreign producers bring beside their JSON: headers and keys. */
class ForeignRecordsTest {

    private static final WireRecord.Reading READING = Given.reading(null, 0, "1", Given.START);

    private static WireRecord.Reading with(WireRecord.Reading reading, String... headers) {
        RecordHeaders all = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return (WireRecord.Reading)
                ((Decoded.Usable) CloudEvents.apply(all, new Decoded.Usable(reading))).wire();
    }

    @Test
    void theIdOfACloudEventIsUniqueWithItsSource() {
        WireRecord.Reading reading = with(READING, "ce_id", "17", "ce_source", "/billing");
        assertThat(reading.eventId()).isEqualTo("/billing#17");
        assertThat(reading.source()).isEqualTo("/billing");
        assertThat(with(READING, "ce_id", "17").eventId()).isEqualTo("17");
        assertThat(with(READING, "ce_id", "17").source()).isEqualTo("test");
    }

    @Test
    void whatTheObjectItselfTellsGoesFirst() {
        WireRecord.Reading named = Given.reading("own", 0, "1", Given.START);
        assertThat(with(named, "ce_id", "17", "ce_source", "/billing")).isEqualTo(named);
    }

    @Test
    void headersThatCannotBeIdentitiesAreIgnored() {
        assertThat(with(READING, "ce_id", "")).isEqualTo(READING);
        assertThat(with(READING, "ce_id", "x".repeat(513))).isEqualTo(READING);
        assertThat(with(READING, "ce_source", "/billing")).isEqualTo(READING);
        assertThat(with(READING, "ce_id", "a\0b").eventId()).isEqualTo("ab");
        RecordHeaders empty = new RecordHeaders();
        empty.add("ce_id", null);
        assertThat(CloudEvents.apply(empty, new Decoded.Usable(READING)))
                .isEqualTo(new Decoded.Usable(READING));
    }

    @Test
    void aRefusedRecordStaysRefused() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_id", "1".getBytes(StandardCharsets.UTF_8));
        Decoded refused = new Decoded.Refused(RejectCode.MALFORMED_JSON, "No.");
        assertThat(CloudEvents.apply(headers, refused)).isSameAs(refused);
    }

    @Test
    void aKeyTellsTheTenantBeforeItsFirstSlash() {
        assertThat(keyTenant("acme/cloud/cost")).isEqualTo("acme");
        assertThat(keyTenant("acme")).isNull();
        assertThat(keyTenant("")).isNull();
        assertThat(Batch.keyTenant(null)).isNull();
    }

    @Test
    void aKeyThatPostgresqlWouldNotTakeTellsNoTenant() {
        assertThat(keyTenant("ac\0me/cloud")).isNull();
        assertThat(keyTenant("x".repeat(10_000) + "/cloud")).isNull();
    }

    private static String keyTenant(String key) {
        return Batch.keyTenant(key.getBytes(StandardCharsets.UTF_8));
    }
}
