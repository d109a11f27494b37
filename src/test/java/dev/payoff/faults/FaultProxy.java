package dev.payoff.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A link that can be hurt: it stands between a client and a server and does to their bytes what a
 * network does on a bad day. Every kind of harm is counted, so that a run can prove that it landed.
 */
public final class FaultProxy implements AutoCloseable {

    /** What happens to the link now. */
    public sealed interface Weather {

        /** Bytes pass. */
        record Fair() implements Weather {}

        /** Each piece, in both directions, comes later by so much, more or less. */
        record Latency(long millis, long jitterMillis) implements Weather {}

        /** No more than so many bytes a second, in each direction. */
        record Bandwidth(int bytesPerSecond) implements Weather {}

        /** Nothing moves, nothing is lost, nobody is told: as if the other side were frozen. */
        record Hang() implements Weather {}

        /** What the client says arrives; what the server answers is lost. */
        record HalfOpen() implements Weather {}

        /** Connections break, and new ones too. */
        record Down() implements Weather {}
    }

    private static final int PIECE = 16 * 1024;
    private static final int LARGEST_SLICE = 1024;
    private static final long LOOK_MILLIS = 10;

    private final ServerSocket door;
    private final int target;
    private final SplittableRandom random;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong reset = new AtomicLong();
    private final AtomicLong swallowed = new AtomicLong();
    private final AtomicLong delayed = new AtomicLong();
    private final AtomicLong cutAtMark = new AtomicLong();
    private volatile Weather weather = new Weather.Fair();
    private volatile byte[] mark;
    private volatile int cutsLeft;

    /**
     * @param target the server's port
     * @param seed of the jitter
     */
    public FaultProxy(int target, long seed) throws IOException {
        this(new ServerSocket(0, 256, InetAddress.getLoopbackAddress()), target, seed);
    }

    /** Behind a door that is open already, where a server must know it before it starts. */
    FaultProxy(ServerSocket door, int target, long seed) {
        this.door = door;
        this.target = target;
        this.random = new SplittableRandom(seed);
        Thread.ofPlatform().daemon().name("proxy-" + port()).start(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** Connections that were made through it. */
    long accepted() {
        return accepted.get();
    }

    /** Connections that it broke. */
    public long broken() {
        return reset.get();
    }

    /** Bytes of the server that never reached a client. */
    long swallowed() {
        return swallowed.get();
    }

    /** Pieces that came late, or were held. */
    long delayed() {
        return delayed.get();
    }

    /** Connections that were cut at the mark. */
    long cutAtMark() {
        return cutAtMark.get();
    }

    int open() {
        return links.size();
    }

    /** Changes what happens. A connection that has lost bytes cannot go on and is broken. */
    public void set(Weather next) {
        boolean lost = weather instanceof Weather.HalfOpen && !(next instanceof Weather.HalfOpen);
        weather = next;
        for (Link link : links) {
            if (next instanceof Weather.Down || lost && link.lostBytes) {
                link.breakOff();
            }
        }
    }

    public void heal() {
        mark = null;
        cutsLeft = 0;
        set(new Weather.Fair());
    }

    /** Breaks every connection there is, once; new ones are welcome. */
    void resetAll() {
        links.forEach(Link::breakOff);
    }

    /**
     * The next so many times that a client says this, the server hears it and the connection breaks
     * before its answer arrives: nobody but the server knows what came of it.
     */
    void cutAnswersTo(String said, int times) {
        cutsLeft = times;
        mark = said.getBytes(StandardCharsets.US_ASCII);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (weather instanceof Weather.Down) {
                    abort(client);
                    reset.incrementAndGet();
                } else {
                    Thread.ofVirtual().start(() -> connect(client));
                }
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                System.err.println("The proxy of port " + target + " cannot accept: " + e);
            }
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        try {
            while (weather instanceof Weather.Hang && !door.isClosed()) {
                Thread.sleep(LOOK_MILLIS);
            }
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 5_000);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
        } catch (IOException away) {
            abort(client);
            abort(server);
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abort(client);
            return;
        }
        accepted.incrementAndGet();
        Link link = new Link(client, server);
        links.add(link);
        Thread.ofVirtual().start(() -> link.pump(true));
        Thread.ofVirtual().start(() -> link.pump(false));
    }

    private static void abort(Socket socket) {
        try {
            if (socket.isConnected()) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            // It is closed already, which is what was wanted.
            assert socket.isClosed();
        }
    }

    private synchronized long jitter(Weather.Latency latency) {
        return latency.millis() + random.nextLong(latency.jitterMillis() + 1);
    }

    /** Takes one of the cuts that are left. */
    private synchronized boolean takeCut() {
        return cutsLeft > 0 && --cutsLeft >= 0;
    }

    @Override
    public void close() throws IOException {
        door.close();
        links.forEach(Link::breakOff);
    }

    /** One connection through the proxy. */
    private final class Link {

        private final Socket client;
        private final Socket server;
        private volatile boolean lostBytes;
        private volatile boolean cutNext;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void pump(boolean toServer) {
            byte[] piece = new byte[PIECE];
            try {
                InputStream in = (toServer ? client : server).getInputStream();
                OutputStream out = (toServer ? server : client).getOutputStream();
                for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                    pass(piece, n, out, toServer);
                }
                end();
            } catch (IOException broken) {
                end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                end();
            }
        }

        private void pass(byte[] piece, int n, OutputStream out, boolean toServer)
                throws IOException, InterruptedException {
            byte[] said = mark;
            if (toServer && said != null && contains(piece, n, said) && takeCut()) {
                cutNext = true;
            } else if (!toServer && cutNext) {
                cutAtMark.incrementAndGet();
                breakOff();
                return;
            }
            switch (weather) {
                case Weather.Fair _ -> out.write(piece, 0, n);
                case Weather.Latency latency -> {
                    delayed.incrementAndGet();
                    Thread.sleep(jitter(latency));
                    out.write(piece, 0, n);
                }
                case Weather.Bandwidth(int bytesPerSecond) -> slowly(piece, n, out, bytesPerSecond);
                case Weather.Hang _ -> {
                    delayed.incrementAndGet();
                    while (weather instanceof Weather.Hang && !client.isClosed()) {
                        Thread.sleep(LOOK_MILLIS);
                    }
                    out.write(piece, 0, n);
                }
                case Weather.HalfOpen _ -> {
                    if (toServer) {
                        out.write(piece, 0, n);
                    } else {
                        lostBytes = true;
                        swallowed.addAndGet(n);
                    }
                }
                case Weather.Down _ -> breakOff();
            }
        }

        private void slowly(byte[] piece, int n, OutputStream out, int bytesPerSecond)
                throws IOException, InterruptedException {
            delayed.incrementAndGet();
            for (int from = 0; from < n; from += LARGEST_SLICE) {
                int slice = Math.min(LARGEST_SLICE, n - from);
                Thread.sleep(slice * 1000L / bytesPerSecond);
                out.write(piece, from, slice);
            }
        }

        /** An RST to both sides. */
        void breakOff() {
            if (links.remove(this)) {
                reset.incrementAndGet();
            }
            abort(client);
            abort(server);
        }

        private void end() {
            links.remove(this);
            for (Socket socket : Arrays.asList(client, server)) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // It is closed already, which is what was wanted.
                    assert socket.isClosed();
                }
            }
        }
    }

    private static boolean contains(byte[] piece, int n, byte[] wanted) {
        for (int from = 0; from + wanted.length <= n; from++) {
            if (Arrays.equals(piece, from, from + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
