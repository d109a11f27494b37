package dev.payoff.live.money;

import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import dev.payoff.value.appraisal.Dependence;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What questions about money can be wrong about, and the reading of their parameters. */
final class MoneyProblems {

    private MoneyProblems() {}

    static ProblemException indexTooShort(
            Assumptions.Prices prices, LocalDate begins, LocalDate day) {
        return ProblemException.of(
                422,
                "INDEX_TOO_SHORT",
                "The index does not reach so far",
                "The price index '"
                        + prices.index()
                        + "' begins on "
                        + begins
                        + " and tells nothing of "
                        + (begins.isAfter(day) ? day : prices.base())
                        + ".",
                "Tell a version of the index that begins earlier, or ask for nominal prices.");
    }

    /** Refuses what names lines that it cannot name. */
    static void notOfTheCase(List<Violation> wrong) {
        if (!wrong.isEmpty()) {
            throw ProblemException.notValid(
                    wrong, "The lines of the case are those that the simulation lists.");
        }
    }

    static ProblemException contradiction(Dependence.Contradicts it) {
        return ProblemException.of(
                400,
                "CORRELATIONS_CONTRADICT",
                "The correlations contradict each other",
                "No lines can move together like that: what is told of '"
                        + it.line()
                        + "' does not go with what is told of the lines before it. The matrix of"
                        + " correlations is not positive semidefinite.",
                "Tell weaker ones: all fit at "
                        + BigDecimal.valueOf(it.scale()).setScale(2, RoundingMode.DOWN)
                        + " of their size.");
    }

    static ProblemException wrong(String parameter, String what) {
        return ProblemException.of(
                400,
                "BAD_PARAMETER",
                "Not a parameter",
                "The parameter '" + parameter + "' " + what + ".",
                "Correct it and ask again.");
    }

    /** A number of a query parameter within bounds; null where none was sent. */
    static @Nullable BigDecimal number(
            String name, @Nullable String text, String least, String most) {
        if (text == null || text.isBlank()) {
            return null;
        }
        BigDecimal number;
        try {
            // A number that is written long would cost to compute with, and means nothing.
            number = text.length() > MAX_CHARS ? null : new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            throw wrong(name, "is no decimal number");
        }
        if (number == null
                || number.scale() > MAX_CHARS
                || number.compareTo(new BigDecimal(least)) < 0
                || number.compareTo(new BigDecimal(most)) > 0) {
            throw wrong(name, "lies between " + least + " and " + most);
        }
        return number;
    }

    /** Probabilities of years, separated by commas; none where none are sent. */
    static List<BigDecimal> probabilities(@Nullable String text) {
        List<BigDecimal> numbers = new ArrayList<>();
        for (String part : text == null || text.isBlank() ? new String[0] : text.split(",")) {
            BigDecimal number = number("probabilities", part, "0", "1");
            if (number == null || numbers.size() == MAX_YEARS) {
                throw wrong(
                        "probabilities",
                        "are at most " + MAX_YEARS + " numbers, separated by commas");
            }
            numbers.add(number);
        }
        return List.copyOf(numbers);
    }

    private static final int MAX_YEARS = 100;
    private static final int MAX_CHARS = 24;

    /** A date of a query parameter; null where none was sent. */
    static @Nullable LocalDate date(String name, @Nullable String text) {
        try {
            LocalDate date = text == null || text.isBlank() ? null : LocalDate.parse(text);
            if (date != null && (date.getYear() < 1970 || date.getYear() >= 2300)) {
                throw wrong(name, "lies between 1970 and 2299");
            }
            return date;
        } catch (DateTimeException e) {
            throw wrong(name, "is an ISO date, such as 2026-12-31");
        }
    }

    /** A case by its name. */
    static MoneyCase.Basis basis(String text) {
        return constant("basis", text, MoneyCase.Basis.values());
    }

    /** One of a closed set, by its name. */
    static <E extends Enum<E>> E constant(String name, String text, E[] all) {
        for (E each : all) {
            if (each.name().equals(text)) {
                return each;
            }
        }
        throw wrong(name, "is one of " + java.util.Arrays.toString(all));
    }

    /** A number from 0 to a bound, which must be told. */
    static BigDecimal told(String name, String text, String most) {
        BigDecimal number = number(name, text, "0", most);
        if (number == null) {
            throw wrong(name, "lies between 0 and " + most);
        }
        return number;
    }
}
