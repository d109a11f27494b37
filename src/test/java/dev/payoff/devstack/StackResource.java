package dev.payoff.devstack;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;

/**
 * Puts the application under test on real servers, the same for every test class of the run, and
 * gives it a tenant. A test that needs clean ground makes a tenant or project of its own.
 */
public class StackResource implements QuarkusTestResourceLifecycleManager {

    public static final String TENANT = "acme";
    public static final String ADMIN_EMAIL = "admin@acme.example";
    public static final String ADMIN_PASSWORD = "correct horse battery staple";

    /** The tenant's admin API key. */
    public static final String ADMIN_KEY = "pay_test_0123456789abcdef0123456789abcdef01234567";

    /** The token of a one-time login link; whoever spends it first has it. */
    public static final String LOGIN_TOKEN = "login_test_0123456789abcdef0123456789abcdef";

    @Override
    public Map<String, String> start() {
        StackProcess stack = StackProcess.shared();
        return Map.ofEntries(
                Map.entry("payoff.pg.host", Stack.HOST),
                Map.entry("payoff.pg.port", Integer.toString(stack.postgresPort())),
                Map.entry("payoff.redis.host", Stack.HOST),
                Map.entry("payoff.redis.port", Integer.toString(stack.redisPort())),
                Map.entry("payoff.kafka.bootstrap", stack.kafkaBootstrap()),
                Map.entry("payoff.kafka.partitions", "4"),
                Map.entry("payoff.kafka.replication", "1"),
                Map.entry("payoff.outgoing.allow", "127.0.0.1/32,::1/128"),
                Map.entry("payoff.init.tenant", TENANT),
                Map.entry("payoff.init.tenant-name", "Acme"),
                Map.entry("payoff.init.zone", "Europe/Berlin"),
                Map.entry("payoff.init.currency", "EUR"),
                Map.entry("payoff.init.admin-email", ADMIN_EMAIL),
                Map.entry("payoff.init.admin-password", ADMIN_PASSWORD),
                Map.entry("payoff.init.admin-key", ADMIN_KEY),
                Map.entry("payoff.init.login-token", LOGIN_TOKEN),
                Map.entry("quarkus.http.test-port", "0"),
                Map.entry("quarkus.http.host", Stack.HOST),
                Map.entry("payoff.slack.api-url", "http://127.0.0.1:9/api"),
                Map.entry("payoff.mail.from", "Payoff <payoff@acme.example>"),
                Map.entry("payoff.mail.host", Stack.HOST),
                Map.entry("payoff.mail.port", Integer.toString(freePort())));
    }

    /** Where a test that wants mail puts its server; nothing listens there else. */
    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No port is free", e);
        }
    }

    /** The servers serve the next class too; they end with the JVM. */
    @Override
    public void stop() {}
}
