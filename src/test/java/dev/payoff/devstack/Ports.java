package dev.payoff.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;

/** The ports that the servers listen on; 0 is one that is still to be found. */
record Ports(int postgres, int kafka, int kafkaController, int redis) {

    static final Ports ANY = new Ports(0, 0, 0, 0);

    private static final String FILE = "ports.properties";

    /**
     * The same with every 0 replaced: by the port of the last start where that is free, so that a
     * client's settings outlive a restart, else by any free one.
     *
     * @param promised ports that something else will listen on
     */
    Ports settle(Path dir, Set<Integer> promised) throws IOException {
        Properties last = new Properties();
        if (Files.exists(dir.resolve(FILE))) {
            try (var in = Files.newBufferedReader(dir.resolve(FILE))) {
                last.load(in);
            }
        }
        Set<Integer> taken = new HashSet<>(promised);
        return new Ports(
                settle(postgres, last, "postgres", taken),
                settle(kafka, last, "kafka", taken),
                settle(kafkaController, last, "kafkaController", taken),
                settle(redis, last, "redis", taken));
    }

    /** Writes them down for the next start. */
    void remember(Path dir) throws IOException {
        Properties mine = new Properties();
        mine.setProperty("postgres", Integer.toString(postgres));
        mine.setProperty("kafka", Integer.toString(kafka));
        mine.setProperty("kafkaController", Integer.toString(kafkaController));
        mine.setProperty("redis", Integer.toString(redis));
        try (var out = Files.newBufferedWriter(dir.resolve(FILE))) {
            mine.store(out, null);
        }
    }

    private static int settle(int wanted, Properties last, String name, Set<Integer> taken)
            throws IOException {
        if (wanted != 0) {
            if (!isFree(wanted)) {
                throw new IOException("Port " + wanted + ", wanted for " + name + ", is taken");
            }
            taken.add(wanted);
            return wanted;
        }
        int before = Integer.parseInt(last.getProperty(name, "0"));
        if (before != 0 && isFree(before) && taken.add(before)) {
            return before;
        }
        int free = anyFree();
        while (!taken.add(free)) {
            free = anyFree();
        }
        return free;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int anyFree() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on the loopback interface", e);
        }
    }
}
