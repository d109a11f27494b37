package dev.payoff.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wrong variants and the crash points follow the sources, or say that they do not. */
class VariantsTest {

    @TempDir Path dir;

    @Test
    void eachVariantIsStillWrittenInTheSources_andCompiles() throws IOException {
        for (Variants.Variant variant : Variants.all()) {
            Variants.compile(variant, dir);
        }
        assertThat(Variants.all()).hasSizeGreaterThanOrEqualTo(12);
    }

    @Test
    void thereIsACrashPointWhereverSomethingIsAwaited() throws IOException {
        List<String> points = CrashPoints.all();
        assertThat(points)
                .doesNotHaveDuplicates()
                .contains(
                        "dev.payoff.stream.BatchTransaction#fold",
                        "dev.payoff.stream.Lane#committed",
                        "dev.payoff.stream.PartitionOwnership#claim")
                .hasSizeGreaterThan(100);
        System.out.println(points.size() + " crash points");
    }

    @Test
    void everyFaultHasItsOwnNumberAndAPromise() {
        assertThat(Fault.all()).extracting(Fault::id).doesNotHaveDuplicates();
        assertThat(Fault.all()).allSatisfy(fault -> assertThat(fault.promise()).isNotBlank());
    }
}
