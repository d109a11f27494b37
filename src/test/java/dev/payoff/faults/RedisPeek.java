package dev.payoff.faults;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Asks Redis, past every proxy. One command a connection. */
final class RedisPeek {

    private final int port;

    RedisPeek(int port) {
        this.port = port;
    }

    /** Answers are texts, numbers as texts, lists of answers, or null. */
    Object ask(String... words) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
            for (String word : words) {
                command.append('$')
                        .append(word.length())
                        .append("\r\n")
                        .append(word)
                        .append("\r\n");
            }
            socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.US_ASCII));
            return answer(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException("Redis does not answer", e);
        }
    }

    /** A list of texts. */
    List<String> list(String... words) {
        List<String> texts = new ArrayList<>();
        ((List<?>) ask(words)).forEach(each -> texts.add((String) each));
        return texts;
    }

    private static Object answer(InputStream in) throws IOException {
        String line = line(in);
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':' -> rest;
            case '$' -> {
                int size = Integer.parseInt(rest);
                if (size < 0) {
                    yield null;
                }
                byte[] text = in.readNBytes(size);
                in.readNBytes(2);
                yield new String(text, StandardCharsets.UTF_8);
            }
            case '*' -> {
                List<Object> list = new ArrayList<>();
                for (int i = Integer.parseInt(rest); i > 0; i--) {
                    list.add(answer(in));
                }
                yield list;
            }
            default -> throw new IOException("Redis says " + line);
        };
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new IOException("Redis broke off");
            }
            line.append((char) c);
        }
        in.read();
        return line.toString();
    }
}
