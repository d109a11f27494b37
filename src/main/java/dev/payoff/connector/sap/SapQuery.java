package dev.payoff.connector.sap;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.Rest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of an OData service for one month; pure.
 *
 * @param v4 whether the service speaks version 4
 * @param dateField day of posting; null where the service knows fiscal periods only
 * @param signField debit or credit, where amounts come without a sign; or null
 * @param dimensions what tells one entry from another, and what rules can ask for
 * @param yearBegins month with which the fiscal year begins, 1 to 12
 * @param yearOfItsEnd whether a fiscal year is named by the year in which it ends
 */
record SapQuery(
        String path,
        boolean v4,
        @Nullable String dateField,
        String amountField,
        String currencyField,
        @Nullable String signField,
        List<String> dimensions,
        String companyCode,
        @Nullable String filter,
        int yearBegins,
        boolean yearOfItsEnd) {

    /** Rows asked for at a time. */
    static final int PAGE = 1_000;

    /** Fields of a fiscal period, which have the same names wherever there are any. */
    static final String YEAR = "LedgerFiscalYear";

    static final String PERIOD = "FiscalPeriod";

    private static final int LAST_PERIOD = 12;
    private static final int LAST_SPECIAL_PERIOD = 16;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,100}");

    /** Reads settings by their names in the manifest; what is wrong goes to the list. */
    static SapQuery parse(JsonObject config, List<Violation> wrong) {
        List<String> dimensions = new ArrayList<>();
        for (Object name : config.getJsonArray("dimensions", new JsonArray())) {
            dimensions.add(name(String.valueOf(name), "dimensions", wrong));
        }
        String date = config.getString("dateField");
        String sign = config.getString("signField");
        String path = config.getString("service", "");
        if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0 || path.indexOf(' ') >= 0) {
            wrong.add(new Violation("config.service", "is a path, without a query"));
        }
        return new SapQuery(
                path,
                "v4".equals(config.getString("version")),
                date == null ? null : name(date, "dateField", wrong),
                name(config.getString("amountField", ""), "amountField", wrong),
                name(config.getString("currencyField", ""), "currencyField", wrong),
                sign == null ? null : name(sign, "signField", wrong),
                List.copyOf(dimensions),
                config.getString("companyCode", ""),
                config.getString("filter"),
                config.getInteger("yearBegins", 1),
                "end".equals(config.getString("yearName")));
    }

    private static String name(String given, String setting, List<Violation> wrong) {
        if (!NAME.matcher(given).matches()) {
            wrong.add(
                    new Violation("config." + setting, "is a name of a property, such as Project"));
        }
        return given;
    }

    /** What tells one entry from another: dimensions, currency, and day or period. */
    List<String> identity() {
        List<String> fields = new ArrayList<>(dimensions);
        fields.add(currencyField);
        if (dateField == null) {
            fields.add(YEAR);
            fields.add(PERIOD);
        } else {
            fields.add(dateField);
        }
        return fields.stream().distinct().toList();
    }

    /**
     * The query for a page of a month.
     *
     * @param skip rows that were read before
     */
    String page(YearMonth month, int skip) {
        List<String> fields = new ArrayList<>(identity());
        fields.add(amountField);
        if (signField != null && !fields.contains(signField)) {
            fields.add(signField);
        }
        return "$select="
                + Rest.encoded(String.join(",", fields))
                + "&$filter="
                + Rest.encoded(condition(month))
                + "&$orderby="
                + Rest.encoded(String.join(",", identity()))
                + "&$top="
                + PAGE
                + (skip == 0 ? "" : "&$skip=" + skip)
                + "&$format=json";
    }

    private String condition(YearMonth month) {
        return "CompanyCode eq '"
                + companyCode.replace("'", "''")
                + "'"
                + (filter == null ? "" : " and (" + filter + ")")
                + " and "
                + (dateField == null ? period(month) : days(dateField, month));
    }

    private String days(String field, YearMonth month) {
        return field
                + " ge "
                + day(month.atDay(1))
                + " and "
                + field
                + " lt "
                + day(month.plusMonths(1).atDay(1));
    }

    private String day(LocalDate day) {
        return v4 ? day.toString() : "datetime'" + day + "T00:00:00'";
    }

    /** A month's fiscal period; the last one of a year has the special periods of its closing. */
    private String period(YearMonth month) {
        int period = Math.floorMod(month.getMonthValue() - yearBegins, LAST_PERIOD) + 1;
        StringBuilder periods = new StringBuilder();
        int last = period == LAST_PERIOD ? LAST_SPECIAL_PERIOD : period;
        for (int each = period; each <= last; each++) {
            periods.append(periods.isEmpty() ? "" : " or ")
                    .append(PERIOD)
                    .append(String.format(Locale.ROOT, " eq '%03d'", each));
        }
        return YEAR + " eq '" + fiscalYear(month) + "' and (" + periods + ")";
    }

    private int fiscalYear(YearMonth month) {
        int begun = month.getMonthValue() >= yearBegins ? month.getYear() : month.getYear() - 1;
        return yearOfItsEnd && yearBegins > 1 ? begun + 1 : begun;
    }
}
