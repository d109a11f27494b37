package dev.payoff.faults;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A subscriber on a bare socket, which cuts its stream at any byte, comes back to any instance with
 * its last id, and sometimes with an id that is none, or another tenant's. One thread.
 */
final class Swimmer {

    private static final int LONGEST = 3_000;
    private static final int LONGEST_SILENCE_MILLIS = 800;
    private static final int FORGE_ONE_IN = 25;
    private static final int CONNECT_MILLIS = 5_000;

    /** An event, and what it took to be: {@code ID STATE} of an episode. */
    record Seen(long seq, String data) {}

    /**
     * From one reset, or the begin, to the next.
     *
     * @param from the number after which it may be complete
     */
    record Stretch(long from, List<Seen> events) {}

    private final List<String> urls;
    private final Tenancy tenant;
    private final AtomicReference<String> mine;
    private final AtomicReference<String> foreign;
    private final SplittableRandom random;
    private final List<Stretch> stretches = new ArrayList<>();
    private final List<String> trouble = new ArrayList<>();
    private String lastId;
    private int cuts;
    private int resets;
    private int forged;

    /**
     * @param mine the last id that anybody of its tenant was given
     * @param foreign the last that anybody of the other tenant was given
     */
    Swimmer(
            List<String> urls,
            Tenancy tenant,
            AtomicReference<String> mine,
            AtomicReference<String> foreign,
            long seed) {
        this.urls = urls;
        this.tenant = tenant;
        this.mine = mine;
        this.foreign = foreign;
        this.random = new SplittableRandom(seed);
    }

    Tenancy tenant() {
        return tenant;
    }

    int cuts() {
        return cuts;
    }

    int resets() {
        return resets;
    }

    int forged() {
        return forged;
    }

    List<Stretch> stretches() {
        return stretches;
    }

    /** What went otherwise than the contract has it. */
    List<String> trouble() {
        return trouble;
    }

    /** Cuts its streams as long as some of these are left. */
    void swim(AtomicInteger left) {
        while (left.getAndDecrement() > 0) {
            try {
                dive(
                        1 + random.nextInt(LONGEST),
                        50 + random.nextInt(LONGEST_SILENCE_MILLIS),
                        Long.MAX_VALUE);
                cuts++;
            } catch (IOException away) {
                trouble.add("a stream broke by itself: " + away.getMessage());
            }
        }
    }

    /** Reads on until that event. */
    void readUntil(long last) throws IOException {
        for (int i = 0; i < 20 && position() < last; i++) {
            dive(Integer.MAX_VALUE, 3_000, last);
        }
    }

    private long position() {
        if (stretches.isEmpty()) {
            return -1;
        }
        Stretch latest = stretches.getLast();
        return latest.events().isEmpty() ? latest.from() : latest.events().getLast().seq();
    }

    private void dive(int bytes, int patienceMillis, long until) throws IOException {
        URI url = URI.create(urls.get(random.nextInt(urls.size())));
        boolean forge = lastId != null && random.nextInt(FORGE_ONE_IN) == 0;
        String id = forge ? forged(lastId) : lastId;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), CONNECT_MILLIS);
            // The answer's first bytes may take a while where many come at once.
            socket.setSoTimeout(CONNECT_MILLIS);
            socket.getOutputStream()
                    .write(
                            ("GET /api/v1/stream?topics=alerts,project:kept HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                            + tenant.token()
                                            + (id == null ? "" : "\r\nLast-Event-ID: " + id)
                                            + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            in.mark(1);
            in.read();
            in.reset();
            socket.setSoTimeout(patienceMillis);
            // As if this had been said of it before: what follows must be a reset.
            forged += forge ? 1 : 0;
            listen(in, bytes, forge, until);
            socket.setSoLinger(true, 0);
        }
    }

    private String forged(String id) {
        String[] parts = id.split("\\.");
        String other = foreign.get();
        return switch (random.nextInt(other == null ? 4 : 5)) {
            case 4 -> other;
            case 0 -> "garbage";
            case 1 -> "0" + parts[0] + "." + parts[1] + "." + parts[2];
            case 2 -> parts[0] + ".9999999999." + parts[2];
            default -> parts[0] + ".-1." + parts[2];
        };
    }

    private void listen(InputStream in, int bytes, boolean forge, long until) throws IOException {
        StringBuilder line = new StringBuilder();
        String event = "message";
        String data = null;
        String id = lastId;
        boolean first = true;
        try {
            for (int i = 0, c = in.read(); c >= 0 && i < bytes; i++, c = in.read()) {
                if (c != '\n') {
                    line.append((char) c);
                    continue;
                }
                String text = line.toString();
                line.setLength(0);
                if (text.startsWith("event: ")) {
                    event = text.substring(7);
                } else if (text.startsWith("id: ")) {
                    id = text.substring(4);
                } else if (text.startsWith("data: ")) {
                    data = text.substring(6);
                } else if (text.isEmpty() && data != null) {
                    if (first && forge && !data.contains("\"recovered\":false")) {
                        trouble.add("a forged id was taken: " + data);
                    }
                    first = false;
                    dispatch(event, id, data);
                    event = "message";
                    data = null;
                    if (position() >= until) {
                        return;
                    }
                }
            }
        } catch (SocketTimeoutException quiet) {
            // Nothing more to read for now, which is a place to cut like any other.
            assert quiet != null;
        }
    }

    private void dispatch(String event, String id, String data) {
        lastId = id;
        mine.set(id);
        long seq = Long.parseLong(id.split("\\.")[1]);
        switch (event) {
            case "hello" -> {
                if (stretches.isEmpty()) {
                    stretches.add(new Stretch(seq, new ArrayList<>()));
                }
            }
            case "reset" -> {
                resets++;
                stretches.add(new Stretch(seq, new ArrayList<>()));
            }
            case "alert" -> stretches.getLast().events().add(new Seen(seq, data));
            default -> {}
        }
    }
}
