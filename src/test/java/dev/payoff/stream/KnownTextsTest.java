package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One string for each text that comes again, and never another text's. */
class KnownTextsTest {

    private static final long SEED = 20261121;

    private final KnownTexts known = new KnownTexts();

    private String find(String text) {
        return known.find(("<" + text + ">").toCharArray(), 1, text.length());
    }

    @Test
    void whatWasKeptIsFound() {
        String kept = new String("cloud/cost");
        known.keep(kept);
        assertThat(find("cloud/cost")).isSameAs(kept);
        assertThat(find("cloud/cos")).isNull();
    }

    @Test
    void textsWithTheSameHashAreTwo() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        known.keep("Aa");
        assertThat(find("BB")).isNull();
        known.keep("BB");
        assertThat(find("BB")).isEqualTo("BB");
        assertThat(find("Aa")).isNull();
    }

    @Test
    void whatIsLongIsNotKept() {
        String text = "x".repeat(65);
        known.keep(text);
        assertThat(find(text)).isNull();
    }

    @Test
    void whateverIsKeptOnlyTheTextItselfIsFound() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 200_000; i++) {
            String text = "m-" + random.nextInt(100_000);
            String found = find(text);
            if (found == null) {
                known.keep(text);
                assertThat(find(text)).as("seed %d", SEED).isEqualTo(text);
            } else {
                assertThat(found).as("seed %d", SEED).isEqualTo(text);
            }
        }
    }
}
