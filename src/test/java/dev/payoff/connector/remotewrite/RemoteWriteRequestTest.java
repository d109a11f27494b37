package dev.payoff.connector.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.connector.Samples;
import dev.payoff.connector.Samples.Sample;
import dev.payoff.connector.remotewrite.WriteEncoder.Line;
import dev.payoff.connector.remotewrite.WriteEncoder.Point;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

/**
 * Requests written by Google's encoder; the cases are those of Prometheus' own compliance tests.
 */
class RemoteWriteRequestTest {

    /** What Prometheus writes where a series has ended. */
    private static final long STALE = 0x7ff0000000000002L;

    @ParameterizedTest(name = "second: {0}")
    @ValueSource(booleans = {false, true})
    void bothVersionsTellTheSame(boolean second) throws IOException {
        Line line =
                new Line(
                        new TreeMap<>(Map.of("__name__", "orders", "shop", "b\u00e4r")),
                        List.of(Point.of(2000, 0.1), Point.of(1000, -3)),
                        0,
                        null);
        RemoteWriteRequest.Written written =
                written(second, line, Line.of("up", Point.of(1500, 1)));

        assertThat(written.samples())
                .extracting(RemoteWriteRequestTest::shown)
                .as("oldest first")
                .containsExactly(
                        "orders{shop=b\u00e4r} -3.0 at 1970-01-01T00:00:01Z",
                        "up{} 1.0 at 1970-01-01T00:00:01.500Z",
                        "orders{shop=b\u00e4r} 0.1 at 1970-01-01T00:00:02Z");
        assertThat(written.skipped()).isZero();
    }

    @ParameterizedTest(name = "type {0}")
    @CsvSource({
        "1, 'paid=euros/true paid_total=euros/true'",
        "2, 'paid=euros/false'",
        "3, 'paid=euros/false paid_bucket=null/true paid_count=null/true paid_sum=euros/true'",
        "5, 'paid=euros/false paid_bucket=null/true paid_count=null/true paid_sum=euros/true'",
        "0, 'paid=euros/null'"
    })
    void theFirstVersionTellsUnitAndTypeOfAFamily_apartFromItsSamples(int type, String told)
            throws IOException {
        byte[] request =
                WriteEncoder.snappy(out ->
                        out.writeByteArray(
                                3,
                                WriteEncoder.message(family -> {
                                    family.writeEnum(1, type);
                                    family.writeString(2, "paid");
                                    family.writeString(4, "help");
                                    family.writeString(5, "euros");
                                })));
        RemoteWriteRequest.Written written =
                (RemoteWriteRequest.Written) RemoteWriteRequest.parse(request, false);
        assertThat(written.samples()).isEmpty();
        assertThat(
                        new TreeMap<>(written.told())
                                .entrySet().stream()
                                        .map(each ->
                                                each.getKey()
                                                        + "="
                                                        + each.getValue().unit()
                                                        + "/"
                                                        + each.getValue().counter())
                                        .collect(Collectors.joining(" ")))
                .isEqualTo(told);
    }

    @Test
    void ofFamiliesNoMoreAreReadThanTheBound() throws IOException {
        byte[] request =
                WriteEncoder.snappy(out -> {
                    for (int i = 0; i < RemoteWriteMetadata.MAX_FAMILIES + 5; i++) {
                        String name = "gauge_" + i;
                        out.writeByteArray(
                                3,
                                WriteEncoder.message(family -> {
                                    family.writeEnum(1, 2);
                                    family.writeString(2, name);
                                }));
                    }
                });
        assertThat(((RemoteWriteRequest.Written) RemoteWriteRequest.parse(request, false)).told())
                .hasSize(RemoteWriteMetadata.MAX_FAMILIES);
    }

    @Test
    void theSecondVersionTellsUnitAndTypeOfASeries() throws IOException {
        byte[] request =
                WriteEncoder.snappy(out -> {
                    for (String symbol : List.of("", "__name__", "paid", "euros", "help")) {
                        out.writeString(4, symbol);
                    }
                    out.writeByteArray(
                            5,
                            WriteEncoder.message(series -> {
                                series.writeByteArray(
                                        1,
                                        WriteEncoder.message(refs -> {
                                            refs.writeUInt32NoTag(1);
                                            refs.writeUInt32NoTag(2);
                                        }));
                                series.writeByteArray(
                                        2,
                                        WriteEncoder.message(sample -> {
                                            sample.writeDouble(1, 7);
                                            sample.writeInt64(2, 1000);
                                        }));
                                series.writeByteArray(
                                        5,
                                        WriteEncoder.message(metadata -> {
                                            metadata.writeUInt32(1, 1);
                                            metadata.writeUInt32(3, 4);
                                            metadata.writeUInt32(4, 3);
                                        }));
                            }));
                });
        assertThat(RemoteWriteRequest.parse(request, true))
                .isInstanceOfSatisfying(
                        RemoteWriteRequest.Written.class,
                        written ->
                                assertThat(written.samples())
                                        .extracting(Sample::told)
                                        .containsExactly(new Samples.Described("euros", true)));
    }

    private static String shown(Sample sample) {
        return sample.series().name()
                + sample.series().labels()
                + " "
                + sample.value().toPlainString()
                + " at "
                + sample.at();
    }

    @ParameterizedTest(name = "second: {0}")
    @ValueSource(booleans = {false, true})
    void whatIsNoNumberIsSkipped_theMarkOfAStaleSeriesAmongIt(boolean second) throws IOException {
        RemoteWriteRequest.Written written =
                written(
                        second,
                        Line.of(
                                "up",
                                new Point(1, STALE),
                                Point.of(2, Double.NaN),
                                Point.of(3, Double.POSITIVE_INFINITY),
                                Point.of(4, Double.NEGATIVE_INFINITY),
                                Point.of(5, Double.MAX_VALUE)));
        assertThat(written.skipped()).isEqualTo(4);
        assertThat(written.samples()).hasSize(1);
    }

    @Test
    void theSecondVersionTellsWhenACounterBegan_andWhichSeriesHaveHistograms() throws IOException {
        RemoteWriteRequest.Written written =
                written(
                        true,
                        new Line(Map.of("__name__", "n"), List.of(Point.of(9000, 4)), 2, 5000L));
        assertThat(written.samples().getFirst().start()).isEqualTo(Instant.ofEpochSecond(5));
        assertThat(written.histograms().getFirst().count()).isEqualTo(2);
        assertThat(written.histograms().getFirst().series().name()).isEqualTo("n");
    }

    private static RemoteWriteRequest.Written written(boolean second, Line... lines)
            throws IOException {
        byte[] body = second ? WriteEncoder.second(lines) : WriteEncoder.first(lines);
        return (RemoteWriteRequest.Written) RemoteWriteRequest.parse(body, second);
    }

    @Test
    void aBrokenSymbolTableIsRefused() throws IOException {
        byte[] noEmptyText =
                WriteEncoder.snappy(out -> {
                    out.writeString(4, "__name__");
                    out.writeByteArray(5, new byte[] {0x0a, 2, 0, 0});
                });
        byte[] beyond =
                WriteEncoder.snappy(out -> {
                    out.writeString(4, "");
                    out.writeByteArray(5, new byte[] {0x0a, 2, 1, 2});
                });
        byte[] odd =
                WriteEncoder.snappy(out -> {
                    out.writeString(4, "");
                    out.writeByteArray(5, new byte[] {0x0a, 1, 0});
                });
        byte[] nameless =
                WriteEncoder.second(new Line(Map.of("a", "b"), List.of(Point.of(1, 1)), 0, null));
        assertThat(reason(noEmptyText, true)).contains("first symbol");
        assertThat(reason(beyond, true)).contains("not there");
        assertThat(reason(odd, true)).contains("without a value");
        assertThat(reason(nameless, true)).contains("no name");
        assertThat(reason(WriteEncoder.first(new Line(Map.of("", "b"), List.of(), 0, null)), false))
                .contains("no name");
    }

    private static String reason(byte[] body, boolean second) {
        RemoteWriteRequest.Unreadable no =
                (RemoteWriteRequest.Unreadable) RemoteWriteRequest.parse(body, second);
        assertThat(no.status()).isEqualTo(400);
        return no.reason();
    }

    @Test
    void sizeAndNumberAreBounded() throws IOException {
        byte[] bomb = Snappy.compress(new byte[RemoteWriteRequest.MAX_UNPACKED_BYTES + 1]);
        assertThat(bomb.length).as("small when packed").isLessThan(1024 * 1024);
        assertThat(((RemoteWriteRequest.Unreadable) RemoteWriteRequest.parse(bomb, false)).status())
                .isEqualTo(413);
        Point[] many = new Point[Samples.MAX_SAMPLES + 1];
        java.util.Arrays.setAll(many, i -> Point.of(i, i));
        assertThat(reason(WriteEncoder.first(Line.of("up", many)), false))
                .contains("50000 samples");
    }

    /** A length that is told in the block's header but is not there must not be believed. */
    @Test
    void anythingElseIsRefused_neverThrown() throws IOException {
        byte[] good =
                Snappy.uncompress(WriteEncoder.second(Line.of("orders", Point.of(1000, 12.5))));
        Random random = new Random(42);
        int unreadable = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = good.clone();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            byte[] cut = java.util.Arrays.copyOf(broken, random.nextInt(broken.length + 1));
            for (boolean second : new boolean[] {false, true}) {
                if (RemoteWriteRequest.parse(Snappy.compress(cut), second)
                        instanceof RemoteWriteRequest.Unreadable) {
                    unreadable++;
                }
                RemoteWriteRequest.parse(cut, second);
            }
        }
        assertThat(unreadable).as("seed 42").isGreaterThan(1_000);
        assertThat(reason("no snappy".getBytes(StandardCharsets.UTF_8), false)).contains("Snappy");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    application/x-protobuf                                       | prometheus.WriteRequest
                    Application/X-Protobuf; proto=prometheus.WriteRequest        | prometheus.WriteRequest
                    application/x-protobuf;proto=io.prometheus.write.v2.Request  | io.prometheus.write.v2.Request
                    application/x-protobuf;proto=io.prometheus.write.v3.Request  | -
                    application/x-protobuf;proto                                 | -
                    application/json                                             | -
                    """)
    void theContentTypeNamesTheMessage(String type, String message) {
        assertThat(RemoteWriteConnector.message(type)).isEqualTo(message);
    }
}
