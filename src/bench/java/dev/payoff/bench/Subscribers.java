package dev.payoff.bench;

import dev.payoff.devstack.AppProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.HdrHistogram.Histogram;

/**
 * Subscribers of the live stream, all on one thread that only reads. Each hears of one project;
 * readings that are probes are timed from the moment at which they were meant to be sent.
 */
final class Subscribers implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final long LONGEST_MICROS = 120_000_000;

    private final Selector selector = Selector.open();
    private final Probes probes;
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicIntegerArray heard;
    private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("subscribers").unstarted(this::read);
    private long events;
    private volatile boolean measuring;
    private volatile int broken;

    /** One connection and the line that it is in the midst of. */
    private static final class Line {
        final int number;
        final StringBuilder text = new StringBuilder();
        boolean greeted;

        Line(int number) {
            this.number = number;
        }
    }

    Subscribers(String url, List<String> projects, int clients, Probes probes) throws IOException {
        this.probes = probes;
        this.heard = new AtomicIntegerArray(clients);
        int port = URI.create(url).getPort();
        for (int i = 0; i < clients; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            channel.write(
                    ByteBuffer.wrap(
                            ("GET /api/v1/stream?topics=project:"
                                            + projects.get(i % projects.size())
                                            + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
                                            + AppProcess.TOKEN
                                            + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Line(i));
        }
        thread.start();
    }

    /** How many have been greeted. */
    int connected() {
        return connected.get();
    }

    void measure() {
        measuring = true;
    }

    /** Probes that each subscriber heard of, the fewest of all. */
    int fewestHeard() {
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < heard.length(); i++) {
            fewest = Math.min(fewest, heard.get(i));
        }
        return fewest;
    }

    int broken() {
        return broken;
    }

    long events() {
        return events;
    }

    Histogram micros() {
        return micros;
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try {
            while (selector.isOpen()) {
                selector.select(1_000);
                long now = System.nanoTime();
                for (SelectionKey key : selector.selectedKeys()) {
                    buffer.clear();
                    int read = ((SocketChannel) key.channel()).read(buffer);
                    if (read < 0) {
                        broken++;
                        key.cancel();
                    }
                    Line line = (Line) key.attachment();
                    for (int i = 0; i < read; i++) {
                        char c = (char) buffer.get(i);
                        if (c != '\n') {
                            line.text.append(c);
                        } else {
                            heed(line, now);
                            line.text.setLength(0);
                        }
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (java.nio.channels.ClosedSelectorException ended) {
            // That is how it is told to end.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void heed(Line line, long now) {
        if (!line.greeted && line.text.indexOf("event: hello") == 0) {
            line.greeted = true;
            connected.incrementAndGet();
        }
        if (line.text.indexOf("data: ") != 0) {
            return;
        }
        events++;
        long sent = probes.sentAt(line.text.toString());
        if (sent != 0 && measuring && sent >= probes.from()) {
            heard.incrementAndGet(line.number);
            micros.recordValue(Math.min(LONGEST_MICROS, (now - sent) / 1_000));
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
