package dev.payoff.identity;

import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Logging in by password or by a one-time link. */
@ApplicationScoped
class Login {

    /** How a password login ended. */
    sealed interface Outcome {}

    /** In. */
    record In(Sessions.Opened session) implements Outcome {}

    /** The three do not fit together; which of them is wrong is nobody's business. */
    record Wrong() implements Outcome {}

    /** Too many attempts. */
    record TooSoon(long seconds) implements Outcome {}

    private record Person(Caller caller, UUID id, String passwordHash) {}

    private final Pool pool;
    private final TenantDb db;
    private final Audit audit;
    private final Passwords passwords;
    private final Sessions sessions;
    private final CredentialChecker checker;
    private final TimeAndChance time;
    private final LoginGuard guard = new LoginGuard();

    Login(
            Pool pool,
            TenantDb db,
            Audit audit,
            Passwords passwords,
            Sessions sessions,
            CredentialChecker checker,
            TimeAndChance time) {
        this.pool = pool;
        this.db = db;
        this.audit = audit;
        this.passwords = passwords;
        this.sessions = sessions;
        this.checker = checker;
        this.time = time;
    }

    Uni<Outcome> byPassword(String tenant, String email, String password, String address) {
        return switch (guard.attempt(tenant, email, address, time.now())) {
            case LoginGuard.Wait wait ->
                    Uni.createFrom()
                            .item(
                                    new TooSoon(
                                            Math.max(
                                                    1,
                                                    wait.remaining().plusMillis(999).toSeconds())));
            case LoginGuard.Allowed allowed ->
                    find(tenant, email)
                            .chain(person -> check(person, tenant, email, password, address));
        };
    }

    private Uni<Outcome> check(
            Optional<Person> person, String tenant, String email, String password, String address) {
        return passwords
                .matches(password, person.map(Person::passwordHash).orElse(null))
                .chain(matches -> {
                    if (person.isEmpty()) {
                        return Uni.createFrom().item(new Wrong());
                    }
                    if (!matches) {
                        return refused(person.get(), address);
                    }
                    guard.succeeded(tenant, email, address);
                    return sessions.open(person.get().caller(), person.get().id(), "password")
                            .map(In::new);
                });
    }

    private Uni<Outcome> refused(Person person, String address) {
        return db.inTransaction(
                        person.caller().tenantId(),
                        tx ->
                                audit.record(
                                        tx,
                                        person.caller(),
                                        "login.refused",
                                        "user",
                                        person.id().toString(),
                                        JsonObject.of("address", address)))
                .replaceWith(new Wrong());
    }

    /** Spends a login link; empty where it was spent, has ended, or never was. */
    Uni<Optional<Sessions.Opened>> byLink(String token) {
        if (!Secrets.looksOpaque(token)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return checker.spend(token, "LOGIN_LINK")
                .chain(found -> {
                    if (found.isEmpty() || found.get().userId() == null) {
                        return Uni.createFrom().item(Optional.empty());
                    }
                    Standing standing = found.get();
                    return sessions.open(standing.caller(), userOf(standing), "login link")
                            .map(Optional::of);
                });
    }

    private static UUID userOf(Standing standing) {
        UUID user = standing.userId();
        if (user == null) {
            throw new IllegalStateException("A login link without a person.");
        }
        return user;
    }

    private Uni<Optional<Person>> find(String tenant, String email) {
        return pool.preparedQuery("SELECT * FROM find_login($1, $2)")
                .execute(Tuple.of(tenant, email.toLowerCase(Locale.ROOT)))
                .map(Login::person);
    }

    private static Optional<Person> person(RowSet<Row> rows) {
        if (!rows.iterator().hasNext()) {
            return Optional.empty();
        }
        Row row = rows.iterator().next();
        Caller caller =
                new Caller(
                        row.getUUID("tenant_id"),
                        row.getString("tenant_key"),
                        row.getString("email"),
                        Role.valueOf(row.getString("role")),
                        Set.of());
        String hash = row.getString("password_hash");
        return hash == null
                ? Optional.empty()
                : Optional.of(new Person(caller, row.getUUID("user_id"), hash));
    }

    /** The problem of a login that was refused. */
    static ProblemException problem(Outcome outcome) {
        return switch (outcome) {
            case TooSoon soon ->
                    ProblemException.of(
                            429,
                            "TOO_MANY_ATTEMPTS",
                            "Too many attempts",
                            "There were too many attempts to log in from here.",
                            "Try again in " + soon.seconds() + " seconds.");
            case Wrong wrong ->
                    ProblemException.of(
                            401,
                            "WRONG_LOGIN",
                            "Not logged in",
                            "Organisation, e-mail address and password do not fit together.",
                            "Check all three; an administrator can set a new password.");
            case In in -> throw new IllegalStateException("A login that succeeded is no problem.");
        };
    }
}
