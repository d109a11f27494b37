package dev.payoff.faults;

import dev.payoff.devstack.AppProcess;
import dev.payoff.faults.Fault.Landed;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What Slack and the people at their screens do. */
final class OutsideFaults {

    private static final int CUTS = Integer.getInteger("payoff.faults.cuts", 1_000);
    private static final int SWARM = 60;
    private static final int OTHERS_ONE_IN = 4;

    private OutsideFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault(
                        "F27",
                        "streams of two tenants cut at random bytes, resumed anywhere, Redis emptied meanwhile",
                        "each event once and in order, or reset; never another tenant's",
                        OutsideFaults::cutStreams),
                new Fault(
                        "F24",
                        "subscribers that never read",
                        "they are cut; the others notice nothing",
                        OutsideFaults::neverRead),
                new Fault(
                        "F28",
                        "Slack: 429 with Retry-After, 500, 302, silence",
                        "late, not lost; spaced as asked",
                        OutsideFaults::slackRefuses));
    }

    private static Landed cutStreams(Laboratory lab) throws Exception {
        lab.feed(400);
        List<Swimmer> swarm = new ArrayList<>();
        List<AtomicReference<String>> last =
                List.of(new AtomicReference<>(), new AtomicReference<>());
        for (int i = 0; i < SWARM; i++) {
            int whose = i % OTHERS_ONE_IN == 0 ? 1 : 0;
            swarm.add(
                    new Swimmer(
                            lab.urls(),
                            lab.tenants.get(whose),
                            last.get(whose),
                            last.get(1 - whose),
                            lab.random.nextLong()));
        }
        int emptied = 0;
        lab.feeder.flow();
        AtomicInteger left = new AtomicInteger(CUTS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> swims = new ArrayList<>();
            for (Swimmer swimmer : swarm) {
                swims.add(threads.submit(() -> swimmer.swim(left)));
            }
            while (swims.stream().anyMatch(swim -> !swim.isDone())) {
                Thread.sleep(1_000);
                lab.servers.redis.ask("FLUSHALL");
                emptied++;
            }
            for (Future<?> swim : swims) {
                swim.get();
            }
            lab.feeder.rest();
            new Verifier(lab).settle();
            List<Future<?>> ends = new ArrayList<>();
            for (Swimmer swimmer : swarm) {
                List<Long> told = new StreamAudit(lab.books(), swimmer.tenant().key()).told();
                ends.add(
                        threads.submit(() -> {
                            swimmer.readUntil(told.isEmpty() ? 0 : told.getLast());
                            return null;
                        }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }
        for (Tenancy tenant : lab.tenants) {
            new StreamAudit(lab.books(), tenant.key())
                    .judge(swarm.stream().filter(it -> it.tenant() == tenant).toList());
        }
        int resets = swarm.stream().mapToInt(Swimmer::resets).sum();
        int forged = swarm.stream().mapToInt(Swimmer::forged).sum();
        int cuts = swarm.stream().mapToInt(Swimmer::cuts).sum();
        lab.tally.cut(cuts);
        return Landed.when(
                cuts >= CUTS && emptied > 0,
                cuts,
                "%d subscribers of two tenants; Redis emptied %d times; %d resets, all to %d ids that were forged or another's"
                        .formatted(SWARM, emptied, resets, forged));
    }

    private static Landed neverRead(Laboratory lab) throws Exception {
        lab.feed(400);
        List<Socket> sleepers = new ArrayList<>();
        try {
            for (Instance instance : lab.instances) {
                for (int i = 0; i < 10; i++) {
                    sleepers.add(sleeper(instance.app().url()));
                }
            }
            lab.feeder.flow();
            lab.generator.flap(true);
            lab.await(
                    "end of the streams that nobody reads",
                    Duration.ofSeconds(150),
                    () -> ended(lab) >= sleepers.size());
            return new Landed(
                    sleepers.size(), (long) ended(lab) + " streams ended as slow or overflown");
        } finally {
            lab.generator.flap(false);
            for (Socket sleeper : sleepers) {
                sleeper.close();
            }
        }
    }

    private static Socket sleeper(String url) throws Exception {
        URI address = URI.create(url);
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1024);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), 2_000);
        socket.getOutputStream()
                .write(
                        ("GET /api/v1/stream?topics=portfolio,alerts,project:kept HTTP/1.1\r\nHost: x\r\n"
                                        + "Authorization: Bearer "
                                        + AppProcess.TOKEN
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static double ended(Laboratory lab) throws Exception {
        double ended = 0;
        for (Instance instance : lab.instances) {
            for (String line : instance.app().get("/q/metrics").split("\n")) {
                if (line.startsWith("payoff_live_ended_total")
                        && (line.contains("slow") || line.contains("overflow"))) {
                    ended += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
                }
            }
        }
        return ended;
    }

    private static Landed slackRefuses(Laboratory lab) throws Exception {
        int before = lab.slack.posts().size();
        lab.slack.nextAnswers(
                List.of(
                        new FakeSlack.Answer.Status(429, "Retry-After", "3"),
                        new FakeSlack.Answer.Status(500, null, null),
                        new FakeSlack.Answer.Status(302, "Location", "http://127.0.0.1:9/"),
                        new FakeSlack.Answer.Status(200, null, null),
                        new FakeSlack.Answer.Silence()));
        lab.cross(2);
        lab.feeder.flow();
        try {
            lab.await("answer to the last message", () -> lab.slack.answersLeft() == 0);
            lab.await("four messages taken", () -> told(lab, before) >= 4);
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "; " + outbox(lab, before), late);
        }
        List<FakeSlack.Post> posts = lab.slack.posts().subList(before, lab.slack.posts().size());
        Duration waited = Duration.between(posts.get(0).at(), posts.get(1).at());
        if (waited.compareTo(Duration.ofSeconds(3)) < 0) {
            throw new AssertionError("Slack asked for 3 s and was given " + waited);
        }
        return Landed.when(
                posts.size() > 4,
                5,
                posts.size()
                        + " posts for 4 messages; after Retry-After: 3 it waited "
                        + Round.seconds(waited));
    }

    /** Messages that Slack took and that the sender knows of. */
    private static long told(Laboratory lab, int before) {
        return lab.slack.posts().subList(before, lab.slack.posts().size()).stream()
                .filter(post -> post.taken() && post.toldSo())
                .map(post -> post.episode() + post.resolved())
                .distinct()
                .count();
    }

    /** What Slack heard, and what the notifier has noted: why something has not come. */
    private static String outbox(Laboratory lab, int before) throws SQLException {
        return "Slack heard "
                + lab.slack.posts().subList(before, lab.slack.posts().size())
                + "; the notifier notes "
                + lab.books()
                        .column(
                                "SELECT concat_ws(' ', n.state, n.status, n.attempts, n.reason, n.created_at::timetz,"
                                        + " n.next_attempt::timetz, n.sent_at::timetz) FROM notification n"
                                        + " WHERE n.status <> 'SUPPRESSED' ORDER BY n.created_at")
                + "; channels are free at "
                + lab.books().column("SELECT free_at::timetz FROM channel_pace");
    }
}
