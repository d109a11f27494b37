package dev.payoff.faults;

import dev.payoff.devstack.AppProcess;
import dev.payoff.faults.Fault.Landed;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;

/** What is wrong with what is sent. */
final class DataFaults {

    private DataFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault(
                        "F18",
                        "a third said again, a twentieth contradicted",
                        "each counts once; a contradiction is refused and kept",
                        lab -> shares(lab, new Generator.Shares(330, 20, 50, 0))),
                new Fault(
                        "F19",
                        "late by 40 to 300 days, corrected, in any order",
                        "the same totals in any order; nothing late is lost",
                        lab -> shares(lab, new Generator.Shares(10, 250, 1, 300))),
                new Fault(
                        "F20",
                        "poison: no UTF-8, no value, 1e999999999, NaN, 200 levels deep, too long",
                        "no record stops a partition; each is kept with its reason",
                        DataFaults::poison),
                new Fault(
                        "F21",
                        "the topic of what was refused takes nothing while poison arrives",
                        "kept, and told later",
                        DataFaults::refuseRejects),
                new Fault(
                        "F22",
                        "a body of 200 MB, one of 20,000 lines, one that stops half way",
                        "413, or taken; never half",
                        DataFaults::large),
                new Fault(
                        "F30",
                        "a value that crosses its threshold with every reading",
                        "each episode once",
                        DataFaults::flap),
                new Fault(
                        "F32",
                        "a topic is deleted and made anew under the same name",
                        "it stops and says so; it goes on when a person has decided",
                        DataFaults::makeTopicAnew),
                new Fault(
                        "FY",
                        "a transaction that writes an event early and commits late",
                        "who reads by number misses nothing",
                        DataFaults::commitLate));
    }

    private static Landed shares(Laboratory lab, Generator.Shares shares) throws Exception {
        lab.generator.shares(shares);
        lab.feed(12_000);
        lab.generator.shares(Generator.Shares.USUAL);
        return new Landed(
                1, "of 12000 readings, in thousandths: " + shares.toString().replace("Shares", ""));
    }

    private static Landed poison(Laboratory lab) throws Exception {
        long before = rejected(lab);
        lab.feeder.flow();
        int times = 20;
        for (int i = 0; i < times; i++) {
            lab.poison();
            Thread.sleep(100);
        }
        lab.await("refusal of the poison", () -> rejected(lab) > before + 200);
        return new Landed(times, rejected(lab) - before + " records refused");
    }

    private static long rejected(Laboratory lab) throws Exception {
        return Long.parseLong(
                lab.books()
                        .column("SELECT coalesce(sum(rejected), 0) FROM consumer_offset")
                        .getFirst());
    }

    /** Every record is too large for it. */
    private static Landed refuseRejects(Laboratory lab) throws Exception {
        String waiting = "SELECT count(*) FROM outbox WHERE published_at IS NULL";
        largest(lab, "10");
        lab.feeder.flow();
        for (int i = 0; i < 5; i++) {
            lab.poison();
            Thread.sleep(1_000);
        }
        String kept = lab.books().column(waiting).getFirst();
        largest(lab, "1048588");
        return Landed.when(!kept.equals("0"), 5, kept + " events waited");
    }

    private static void largest(Laboratory lab, String bytes) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", lab.servers.kafkaBootstrap()))) {
            ConfigResource topic =
                    new ConfigResource(ConfigResource.Type.TOPIC, "payoff.rejected.v1");
            Collection<AlterConfigOp> change =
                    List.of(
                            new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", bytes),
                                    AlterConfigOp.OpType.SET));
            admin.incrementalAlterConfigs(Map.of(topic, change)).all().get();
        }
    }

    private static Landed large(Laboratory lab) throws Exception {
        lab.feeder.rest();
        AppProcess app = lab.any().app();
        String line =
                "{\"metric\":\"kept/m-0\",\"value\":1,\"note\":\"%s\"}\n"
                        .formatted("n".repeat(100));
        HttpResponse<String> refused =
                app.send(
                        "/api/v1/measurements?family=monitoring",
                        "application/x-ndjson",
                        line.repeat(200 * 1024 * 1024 / line.length()));
        lab.feeder.send(lab.generator.next(20_000));
        int half = cutOffHalfWay(app);
        lab.feed(400);
        return Landed.when(
                refused.statusCode() == 413 && half > 0,
                3,
                "answered "
                        + refused.statusCode()
                        + "; 20000 lines taken; "
                        + half
                        + " bytes of a body that ended early");
    }

    private static int cutOffHalfWay(AppProcess app) throws Exception {
        String body = "{\"metric\":\"kept/m-0\",\"val";
        java.net.URI url = java.net.URI.create(app.url());
        try (java.net.Socket socket = new java.net.Socket(url.getHost(), url.getPort())) {
            String head =
                    "POST /api/v1/measurements HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                            + AppProcess.TOKEN
                            + "\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n";
            socket.getOutputStream()
                    .write((head + body).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            socket.setSoLinger(true, 0);
        }
        return body.length();
    }

    /** Most of them while a batch waits for a lock, so that the next has a thousand crossings. */
    private static Landed flap(Laboratory lab) throws Exception {
        long before = episodes(lab);
        lab.generator.flap(true);
        try (Connection other = DriverManager.getConnection(lab.servers.base.superuserJdbcUrl());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            lab.feed(2_000);
            statement.execute("SELECT 1 FROM metric_state ORDER BY metric_id FOR UPDATE");
            lab.feed(12_000);
            other.rollback();
        } finally {
            lab.generator.flap(false);
        }
        lab.feeder.rest();
        lab.await("end of the lag", () -> lab.books().isLevelWithTheLog());
        long crossings = 2 * (episodes(lab) - before);
        return Landed.when(crossings > 1_000, 1, "some " + crossings + " crossings");
    }

    private static long episodes(Laboratory lab) throws Exception {
        return Long.parseLong(lab.books().column("SELECT count(*) FROM episode").getFirst());
    }

    /** One that holds nothing yet, so that nothing is lost with it. */
    private static Landed makeTopicAnew(Laboratory lab) throws Exception {
        String name = "payoff.measurements.business.v1";
        long before = halted(lab);
        String made;
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", lab.servers.kafkaBootstrap()))) {
            String first = id(admin, name);
            lab.feeder.flow();
            admin.deleteTopics(List.of(name)).all().get();
            lab.await("end of the topic", () -> !admin.listTopics().names().get().contains(name));
            admin.createTopics(List.of(new NewTopic(name, 4, (short) 1))).all().get();
            made = id(admin, name);
            if (made.equals(first)) {
                throw new Fault.NotLandedException("the topic has its old id");
            }
        }
        for (Instance instance : lab.instances) {
            lab.kill(instance);
            instance.app().start();
        }
        lab.awaitAllReady();
        lab.await("halt of its partitions", () -> halted(lab) >= before + 4);
        long halts = halted(lab) - before;
        try (Connection person = DriverManager.getConnection(lab.servers.base.superuserJdbcUrl());
                Statement statement = person.createStatement()) {
            statement.execute(
                    "UPDATE consumer_offset SET topic_id = '"
                            + made
                            + "', next_offset = 0 WHERE topic = '"
                            + name
                            + "'");
        }
        lab.servers.produce(name, null, Generator.unreadable());
        return Landed.when(
                halts > 0,
                1,
                halts + " halts told; read on by themselves after the new id was entered");
    }

    private static long halted(Laboratory lab) throws Exception {
        long halted = 0;
        for (Instance instance : lab.instances) {
            halted += instance.said("is halted: the topic was made anew");
        }
        return halted;
    }

    /** A topic that was made just now is not known at once. */
    private static String id(Admin admin, String topic) throws Exception {
        for (int attempt = 0; ; attempt++) {
            try {
                return admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic)
                        .topicId()
                        .toString();
            } catch (ExecutionException e) {
                if (attempt == 50) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    /** Written by hand, as a slow transaction of ours would: its number comes after later ones. */
    private static Landed commitLate(Laboratory lab) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            lab.feeder.flow();
            try (Connection slow =
                            DriverManager.getConnection(lab.servers.base.superuserJdbcUrl());
                    Statement statement = slow.createStatement()) {
                slow.setAutoCommit(false);
                try (var row =
                        statement.executeQuery(
                                "INSERT INTO outbox (tenant_id, kind, topic, payload, created_at)"
                                        + " SELECT id, 'project', 'project:kept', '{}', now() FROM tenant"
                                        + " WHERE key = '"
                                        + AppProcess.TENANT
                                        + "' RETURNING id")) {
                    row.next();
                    ids.add(row.getString(1));
                }
                lab.flowFor(Duration.ofSeconds(1));
                String later =
                        "SELECT 1 FROM outbox WHERE seq IS NOT NULL AND id > "
                                + ids.getLast()
                                + " LIMIT 1";
                lab.await(
                        "later event that is numbered", () -> !lab.books().column(later).isEmpty());
                slow.commit();
            }
        }
        return new Landed(ids.size(), "each had events after it that were numbered before it");
    }
}
