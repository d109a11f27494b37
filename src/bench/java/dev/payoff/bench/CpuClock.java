package dev.payoff.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** CPU time as Linux counts it, in /proc, in seconds. */
final class CpuClock {

    /** USER_HZ, which the kernel's interface fixes on x86 and ARM. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int UTIME = 11;
    private static final int CUTIME = 13;

    private CpuClock() {}

    /** What a process has used itself. */
    static double of(long pid) throws IOException {
        return seconds(stat(Path.of("/proc/" + pid + "/stat")), UTIME);
    }

    /** What a process, its ended children and its children that live have used. */
    static double ofTree(long pid) throws IOException {
        double sum = of(pid) + seconds(stat(Path.of("/proc/" + pid + "/stat")), CUTIME);
        for (ProcessHandle child : ProcessHandle.of(pid).orElseThrow().children().toList()) {
            try {
                sum += of(child.pid());
            } catch (NoSuchFileException ended) {
                // Its parent has it by the next look.
            }
        }
        return sum;
    }

    static long parent(long pid) throws IOException {
        return Long.parseLong(stat(Path.of("/proc/" + pid + "/stat")).get(1));
    }

    /** What the threads of a process have used, by name. */
    static Map<String, Double> threads(long pid) throws IOException {
        Map<String, Double> threads = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks.toList()) {
                try {
                    String name = Files.readString(task.resolve("comm")).strip();
                    threads.merge(name, seconds(stat(task.resolve("stat")), UTIME), Double::sum);
                } catch (NoSuchFileException ended) {
                    // A thread that came and went.
                }
            }
        }
        return threads;
    }

    /** What all processes of the machine have used. */
    static double ofMachine() throws IOException {
        String[] cpu = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +");
        // user, nice, system, then idle and iowait, then irq and softirq
        double busy = 0;
        for (int i : new int[] {1, 2, 3, 6, 7}) {
            busy += Double.parseDouble(cpu[i]);
        }
        return busy / TICKS_PER_SECOND;
    }

    private static double seconds(List<String> stat, int at) {
        return (Long.parseLong(stat.get(at)) + Long.parseLong(stat.get(at + 1))) / TICKS_PER_SECOND;
    }

    /** The fields from the state on: the name before it may hold blanks and brackets. */
    private static List<String> stat(Path file) throws IOException {
        String text = Files.readString(file);
        return new ArrayList<>(
                List.of(text.substring(text.lastIndexOf(')') + 2).strip().split(" ")));
    }
}
