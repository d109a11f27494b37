package dev.payoff.connector.focus;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.payoff.connector.Occurrences;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a FOCUS file, read one by one. Columns are found by name, so that order and further
 * columns do not matter (FOCUS 1.0 to 1.3 have those that are used here; 1.3 calls ProviderName
 * ServiceProviderName). {@code NULL} as a text is no value. One thread owns it.
 */
final class FocusRows implements Iterator<FocusRows.Row> {

    /** One row. */
    sealed interface Row {}

    /** A charge with all that a cost line needs. */
    static final class Charge implements Row {
        private final long line;
        private final CsvRecord record;
        private final Map<String, Integer> columns;
        private final BigDecimal amount;
        private final String currency;
        private final LocalDate incurredOn;
        private final String category;
        private final String eventId;

        private Charge(FocusRows rows, CsvRecord record, String amountColumn) {
            this.line = record.getStartingLineNumber();
            this.record = record;
            this.columns = rows.columns;
            this.amount = number(amountColumn, needed(amountColumn));
            this.currency = currency(needed("BillingCurrency"));
            this.incurredOn = date(needed("ChargePeriodStart"));
            this.category = needed("ServiceCategory");
            byte[] identity = rows.identity(this);
            this.eventId =
                    "focus/"
                            + HexFormat.of().formatHex(identity, 0, 16)
                            + "/"
                            + rows.occurrences.next(identity);
        }

        long line() {
            return line;
        }

        BigDecimal amount() {
            return amount;
        }

        String currency() {
            return currency;
        }

        /** The day, in UTC, on which the charge period starts. */
        LocalDate incurredOn() {
            return incurredOn;
        }

        String category() {
            return category;
        }

        /** The same for the same row of the same file, another for each of several equal rows. */
        String eventId() {
            return eventId;
        }

        /**
         * A cell by its column's name; null where it is empty, NULL, or there is no such column.
         */
        @Nullable String text(String column) {
            Integer index = columns.get(column.toLowerCase(Locale.ROOT));
            if (index == null || index >= record.getFieldCount()) {
                return null;
            }
            String text = record.getField(index);
            return text.isEmpty() || text.equals("NULL") ? null : text;
        }

        private String needed(String column) {
            String text = text(column);
            if (text == null) {
                throw new Unusable(column, "MISSING", "has no " + column, null);
            }
            return text;
        }

        private static BigDecimal number(String column, String text) {
            if (!NUMBER.matcher(text).matches()) {
                throw new Unusable(column, "NOT_A_NUMBER", column + " is not a number", text);
            }
            return new BigDecimal(text);
        }

        private static String currency(String text) {
            if (!text.matches("[A-Z]{3}")) {
                throw new Unusable(
                        "BillingCurrency",
                        "NOT_A_CURRENCY",
                        "BillingCurrency is not ISO 4217",
                        text);
            }
            return text;
        }

        private static LocalDate date(String text) {
            try {
                String iso =
                        text.length() > 10 && text.charAt(10) == ' '
                                ? text.substring(0, 10) + 'T' + text.substring(11)
                                : text;
                if (iso.length() == 10) {
                    return LocalDate.parse(iso);
                }
                return iso.endsWith("Z") || iso.indexOf('+') > 0 || iso.indexOf('-', 10) > 0
                        ? OffsetDateTime.parse(iso)
                                .withOffsetSameInstant(ZoneOffset.UTC)
                                .toLocalDate()
                        : LocalDateTime.parse(iso).toLocalDate();
            } catch (DateTimeException e) {
                throw new Unusable(
                        "ChargePeriodStart", "NOT_A_TIME", "ChargePeriodStart is not a time", text);
            }
        }
    }

    /** A row that cannot be used, and why. */
    record Bad(
            long line, @Nullable String column, String code, String detail, @Nullable String cell)
            implements Row {}

    /** The file as a whole cannot be used. */
    static final class NotFocus extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotFocus(String message) {
            super(message, null, false, false);
        }
    }

    private static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String column;
        private final String code;
        private final String detail;
        private final @Nullable String cell;

        Unusable(String column, String code, String detail, @Nullable String cell) {
            super(detail, null, false, false);
            this.column = column;
            this.code = code;
            this.detail = detail;
            this.cell = cell;
        }
    }

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?\\d{1,15}(\\.\\d{0,23})?([eE][+-]?\\d{1,2})?");
    private static final int MAX_COLUMNS = 500;
    private static final int MAX_CELL_CHARS = 64 * 1024;
    private static final int MAX_ROW_CHARS = 256 * 1024;

    /**
     * What tells one charge from another; amounts too, as a bill is corrected by further rows
     * (FOCUS: ChargeClass Correction).
     */
    private static final List<String> IDENTITY =
            List.of(
                    """
                    BillingAccountId SubAccountId ProviderName InvoiceIssuerName
                    BillingPeriodStart ChargePeriodStart ChargePeriodEnd ChargeCategory
                    ChargeClass ChargeDescription ServiceName ResourceId RegionId SkuId
                    SkuPriceId PricingCategory CommitmentDiscountId
                    CommitmentDiscountStatus ConsumedQuantity PricingQuantity
                    BillingCurrency BilledCost EffectiveCost Tags
                    """
                            .split("\\s+"));

    private final Iterator<CsvRecord> records;
    private final Map<String, Integer> columns = new HashMap<>();
    private final String amountColumn;
    private final Occurrences occurrences = new Occurrences();
    private final MessageDigest digest;
    private @Nullable CsvRecord pending;
    private @Nullable String failure;
    private boolean ended;
    private long lastLine = 1;

    /** Reads the header; throws {@link NotFocus} where a needed column is not there. */
    FocusRows(InputStream in, String amountColumn) {
        this.amountColumn = amountColumn;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256.", e);
        }
        try {
            this.records =
                    CsvReader.builder()
                            .detectBomHeader(true)
                            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                            .build(
                                    CsvRecordHandler.builder()
                                            .maxFields(MAX_COLUMNS)
                                            .maxFieldSize(MAX_CELL_CHARS)
                                            .maxRecordSize(MAX_ROW_CHARS)
                                            .build(),
                                    in,
                                    StandardCharsets.UTF_8)
                            .iterator();
            if (!records.hasNext()) {
                throw new NotFocus("The file is empty.");
            }
            List<String> header = records.next().getFields();
            for (int i = 0; i < header.size(); i++) {
                columns.putIfAbsent(header.get(i).strip().toLowerCase(Locale.ROOT), i);
            }
            columns.computeIfAbsent("providername", _ -> columns.get("serviceprovidername"));
        } catch (CsvParseException | UncheckedIOException e) {
            throw new NotFocus("The file is not CSV that can be read.");
        }
        for (String needed :
                List.of(amountColumn, "BillingCurrency", "ChargePeriodStart", "ServiceCategory")) {
            if (!columns.containsKey(needed.toLowerCase(Locale.ROOT))) {
                throw new NotFocus("The header has no column " + needed + "; is it a FOCUS file?");
            }
        }
    }

    @Override
    public boolean hasNext() {
        if (pending == null && failure == null && !ended) {
            try {
                pending = records.hasNext() ? records.next() : null;
            } catch (CsvParseException | UncheckedIOException e) {
                failure = "the file cannot be read on from here";
            }
            ended = pending == null;
        }
        return pending != null || failure != null;
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        CsvRecord record = pending;
        pending = null;
        if (record == null) {
            String reason = String.valueOf(failure);
            failure = null;
            return new Bad(lastLine + 1, null, "UNREADABLE", reason, null);
        }
        lastLine = record.getStartingLineNumber();
        try {
            return new Charge(this, record, amountColumn);
        } catch (Unusable e) {
            return new Bad(lastLine, e.column, e.code, e.detail, e.cell);
        }
    }

    private byte[] identity(Charge charge) {
        digest.reset();
        for (String column : IDENTITY) {
            String text = charge.text(column);
            if (text != null) {
                digest.update(text.getBytes(StandardCharsets.UTF_8));
            }
            digest.update((byte) 0x1F);
        }
        return digest.digest();
    }
}
