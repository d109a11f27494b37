package dev.payoff.identity;

import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Passwords, kept as bcrypt hashes. Argon2id would resist special hardware better, but the platform
 * brings bcrypt, and a second cryptography provider for one call is not worth its size; RFC 9106's
 * choice stays open, since a hash names its algorithm. bcrypt reads 72 bytes only, so longer
 * passwords are refused rather than cut.
 *
 * <p>Hashing takes a worker thread for a quarter of a second; at most {@value #MAX_WAITING} wait.
 */
@ApplicationScoped
class Passwords {

    static final int MIN_CHARS = 8;
    static final int MAX_BYTES = 72;

    private static final int MAX_WAITING = 64;
    private static final int SALT_BYTES = 16;

    /** The alphabet of bcrypt's base 64. */
    private static final String LETTERS =
            "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** All but the last letter of a salt and of a hash, which do not carry six bits. */
    private static final int SALT_LETTERS = 21;

    private static final int HASH_LETTERS = 30;

    private final Vertx vertx;
    private final TimeAndChance chance;
    private final int cost;
    private final AtomicInteger waiting = new AtomicInteger();
    private final String nobodys;

    Passwords(Vertx vertx, TimeAndChance chance, TokenSettings settings) {
        this.vertx = vertx;
        this.chance = chance;
        this.cost = settings.passwordCost();
        this.nobodys = nobodys(cost, chance.bytes(SALT_LETTERS + HASH_LETTERS));
    }

    /**
     * In the form of a hash, and as dear to compare with; no password is known that has it. Made of
     * chance rather than by hashing, which each start would wait for.
     */
    private static String nobodys(int cost, byte[] random) {
        StringBuilder text = new StringBuilder("$2a$%02d$".formatted(cost));
        for (int i = 0; i < random.length; i++) {
            text.append(LETTERS.charAt(random[i] & 63));
            if (i == SALT_LETTERS - 1) {
                text.append('.');
            }
        }
        return text.append('.').toString();
    }

    /** Whether a password may be chosen; tells why not. */
    static @Nullable String objection(String password) {
        if (password.codePointCount(0, password.length()) < MIN_CHARS) {
            return "must have at least " + MIN_CHARS + " characters";
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return "must have at most " + MAX_BYTES + " bytes";
        }
        return password.indexOf('\0') >= 0 ? "must not contain a null character" : null;
    }

    /** Hashes a password that there is no {@link #objection} to. */
    Uni<String> hash(String password) {
        return onWorker(() -> hashNow(password));
    }

    /** Hashes on this thread, which must be one that may wait. */
    String hashNow(String password) {
        return BcryptUtil.bcryptHash(password, cost, chance.bytes(SALT_BYTES));
    }

    /**
     * Whether the password is the one that was hashed. Takes the same time where there is no hash,
     * so that nobody learns who exists.
     */
    Uni<Boolean> matches(String password, @Nullable String hash) {
        if (objection(password) != null) {
            return onWorker(() -> {
                BcryptUtil.matches("not acceptable", nobodys);
                return false;
            });
        }
        return onWorker(
                () -> BcryptUtil.matches(password, hash == null ? nobodys : hash) && hash != null);
    }

    private <T> Uni<T> onWorker(Callable<T> work) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return Uni.createFrom()
                    .failure(
                            ProblemException.of(
                                    503,
                                    "BUSY",
                                    "Not available now",
                                    "Too many people log in at this moment.",
                                    "Try again in a few seconds."));
        }
        return vertx.executeBlocking(work, false).onTermination().invoke(waiting::decrementAndGet);
    }
}
