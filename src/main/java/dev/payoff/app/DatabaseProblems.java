package dev.payoff.app;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.persistence.OptimisticLockException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.StaleStateException;
import org.jspecify.annotations.Nullable;

/** What the database's refusals mean to the one who asked; SQL and values are never shown. */
final class DatabaseProblems {

    private static final Pattern KEY_COLUMNS = Pattern.compile("^Key \\(([a-z0-9_, ]+)\\)=");

    /** Hibernate keeps the message only, which names the constraint but not its columns. */
    private static final Pattern CONSTRAINT =
            Pattern.compile("\"[a-z_]+?_tenant_id_([a-z_]+)_key\"");

    private DatabaseProblems() {}

    static Optional<Problem> known(Throwable failure) {
        return switch (failure) {
            case PgException e -> ofState(e.getSqlState(), columns(e.getDetail(), KEY_COLUMNS));
            case SQLException e -> ofState(e.getSQLState(), columns(e.getMessage(), CONSTRAINT));
            case IOException e when isOfTheConnection(e) -> Optional.of(unavailable());
            case ClosedConnectionException e -> Optional.of(unavailable());
            case OptimisticLockException e -> Optional.of(changedMeanwhile());
            case StaleStateException e -> Optional.of(changedMeanwhile());
            default -> Optional.empty();
        };
    }

    /**
     * Whether a connection was refused or broke in the midst of a request. Where the kernel's own
     * words come through, they are all there is to tell it by.
     */
    private static boolean isOfTheConnection(IOException failure) {
        String said = String.valueOf(failure.getMessage());
        return failure instanceof SocketException
                || failure instanceof ClosedChannelException
                || said.startsWith("Connection reset")
                || said.startsWith("Broken pipe");
    }

    /** SQLSTATE classes as in the PostgreSQL manual, appendix A. */
    private static Optional<Problem> ofState(@Nullable String sqlState, String columns) {
        String state = sqlState == null ? "" : sqlState;
        if (state.equals("23505")) {
            return Optional.of(alreadyThere(columns));
        }
        // 40P01: two changes waited for each other, and this one was given up.
        if (state.equals("40P01")) {
            return Optional.of(inTheWay());
        }
        // 25P03: the session stood idle in its transaction for too long, as after a pause of ours.
        boolean away =
                state.startsWith("08")
                        || state.startsWith("53")
                        || state.startsWith("57P0")
                        || state.equals("25P03");
        return away ? Optional.of(unavailable()) : Optional.empty();
    }

    private static String columns(@Nullable String text, Pattern pattern) {
        Matcher columns = pattern.matcher(text == null ? "" : text);
        return columns.find()
                ? columns.group(1).replaceFirst("^tenant_id, ", "").replace('_', ' ')
                : "identity";
    }

    private static Problem alreadyThere(String columns) {
        return Problem.of(
                409,
                "ALREADY_EXISTS",
                "Already there",
                "There already is one with the same " + columns + ".",
                "Choose another, or change the one that is there.");
    }

    static Problem unavailable() {
        return Problem.of(
                503,
                "UNAVAILABLE",
                "Not available now",
                "A part that this needs does not answer at the moment.",
                "Try again in a few seconds.");
    }

    private static Problem inTheWay() {
        return Problem.of(
                503,
                "BUSY",
                "Not available now",
                "Another change of the same things was under way; this one was not made.",
                "Try again in a few seconds.");
    }

    private static Problem changedMeanwhile() {
        return Problem.of(
                412,
                "CHANGED_MEANWHILE",
                "Changed meanwhile",
                "Somebody else changed this at the same moment.",
                "Read it again, apply the change to what is there now, and send the new ETag.");
    }
}
