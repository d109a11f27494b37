package dev.payoff.acceptance;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values as RFC 4180 has them, all at once: for files that a test reads. */
final class Csv {

    private Csv() {}

    static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : text.replace("\r\n", "\n").toCharArray()) {
            if (c == '"') {
                // A doubled quote closes and opens again; the second one is part of the text.
                if (!quoted && !cell.isEmpty()) {
                    cell.append(c);
                }
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else {
                cell.append(c);
            }
        }
        if (!cell.isEmpty() || !row.isEmpty()) {
            row.add(cell.toString());
            rows.add(row);
        }
        return rows;
    }
}
