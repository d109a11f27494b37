package dev.payoff.connector;

import dev.payoff.connector.TableLines.NotReadable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A zip file of a stranger, held as a file for as long as it is read. What is unpacked is counted
 * as it comes, whatever the file says of its sizes; nothing is ever written by the names in it.
 */
public final class BoundedZip implements AutoCloseable {

    /** Largest file, packed. */
    public static final long MAX_FILE_BYTES = 50L * 1024 * 1024;

    /** Most parts. */
    public static final int MAX_PARTS = 5_000;

    /** Largest part, unpacked. */
    public static final long MAX_PART_BYTES = 512L * 1024 * 1024;

    /** Times that a part may be larger than packed; real sheets stay below 50. */
    public static final int MAX_RATIO = 200;

    /** Below this, the ratio says nothing. */
    private static final long SMALL_BYTES = 10L * 1024 * 1024;

    private static final int HEAD_BYTES = 8;

    private final Path file;
    private final ZipFile zip;
    private final Set<String> names;

    private BoundedZip(Path file, ZipFile zip, Set<String> names) {
        this.file = file;
        this.zip = zip;
        this.names = names;
    }

    /**
     * Takes a file in.
     *
     * @param head is given the first bytes, to refuse by them what is no such file
     * @throws NotReadable where it is no zip file, or beyond the bounds
     */
    public static BoundedZip open(InputStream in, Consumer<byte[]> head) throws IOException {
        Path file = Files.createTempFile("payoff-", ".zip");
        try {
            spool(in, file, head);
            ZipFile zip = new ZipFile(file.toFile());
            try {
                return new BoundedZip(file, zip, names(zip));
            } catch (NotReadable e) {
                zip.close();
                throw e;
            }
        } catch (ZipException e) {
            Files.deleteIfExists(file);
            throw new NotReadable("NOT_READABLE", "The file is broken, or cut off.");
        } catch (IOException | NotReadable e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static void spool(InputStream in, Path file, Consumer<byte[]> head) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long written = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = in.readNBytes(buffer, 0, buffer.length);
                    read > 0;
                    read = in.readNBytes(buffer, 0, buffer.length)) {
                if (written == 0) {
                    head.accept(Arrays.copyOf(buffer, Math.min(read, HEAD_BYTES)));
                }
                written += read;
                if (written > MAX_FILE_BYTES) {
                    throw new NotReadable(
                            "TOO_LARGE",
                            "The file is larger than "
                                    + MAX_FILE_BYTES / 1024 / 1024
                                    + " MiB; split it, or send it as CSV.");
                }
                out.write(buffer, 0, read);
            }
        }
        if (written == 0) {
            throw new NotReadable("EMPTY", "The file is empty.");
        }
    }

    private static Set<String> names(ZipFile zip) {
        if (zip.size() > MAX_PARTS) {
            throw new NotReadable(
                    "TOO_MANY_PARTS", "The file has more than " + MAX_PARTS + " parts.");
        }
        Set<String> names = new LinkedHashSet<>();
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            if (!names.add(all.nextElement().getName().toLowerCase(Locale.ROOT))) {
                throw new NotReadable("NOT_READABLE", "The file has two parts of one name.");
            }
        }
        return names;
    }

    /** The names of the parts, in lower case. */
    public Set<String> names() {
        return names;
    }

    /**
     * What a part unpacks to; null where there is no such part.
     *
     * @throws Bomb while reading, where it is too much
     */
    public @Nullable InputStream read(String part) throws IOException {
        ZipEntry entry = zip.getEntry(part);
        return entry == null
                ? null
                : new Counted(zip.getInputStream(entry), entry.getCompressedSize());
    }

    @Override
    public void close() throws IOException {
        zip.close();
        Files.deleteIfExists(file);
    }

    /** What is unpacked grows beyond all measure. */
    public static final class Bomb extends IOException {
        private static final long serialVersionUID = 1;

        /** The same for whoever sent the file. */
        public static NotReadable told() {
            return new NotReadable(
                    "ZIP_BOMB",
                    "A part of the file unpacks to more than "
                            + MAX_RATIO
                            + " times its size, or to more than "
                            + MAX_PART_BYTES / 1024 / 1024
                            + " MiB; split it, or send it as CSV.");
        }
    }

    /** Counts what is unpacked, and stops where it is too much. */
    private static final class Counted extends FilterInputStream {
        private final long packed;
        private long unpacked;

        Counted(InputStream in, long packed) {
            super(in);
            this.packed = Math.max(1, packed);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int more) throws IOException {
            unpacked += more;
            if (unpacked > MAX_PART_BYTES
                    || unpacked > SMALL_BYTES && unpacked / packed > MAX_RATIO) {
                throw new Bomb();
            }
        }
    }
}
