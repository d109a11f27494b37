package dev.payoff.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Markdown file of the project, as its fenced blocks. */
record Document(Path file, String text, List<Block> blocks) {

    /**
     * A fenced block.
     *
     * @param language what stands behind the fence, such as {@code sh}
     * @param line where its fence stands, from 1
     */
    record Block(String language, int line, String content) {}

    /** All Markdown files that are the project's own. */
    static List<Document> all() {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> topics = Files.list(Path.of("kafka-topics"));
                Stream<Path> kubernetes = Files.list(Path.of("k8s"))) {
            return Stream.of(top, docs, topics, kubernetes)
                    .flatMap(it -> it)
                    .filter(it -> it.toString().endsWith(".md"))
                    .sorted()
                    .map(Document::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Document read(Path file) {
        try {
            return of(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Document of(Path file, String text) {
        List<Block> blocks = new ArrayList<>();
        String language = null;
        int opened = 0;
        StringBuilder content = new StringBuilder();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.startsWith("```")) {
                content.append(line).append('\n');
            } else if (language == null) {
                language = line.substring(3).strip();
                opened = number;
                content.setLength(0);
            } else {
                blocks.add(new Block(language, opened, content.toString()));
                language = null;
            }
        }
        if (language != null) {
            throw new IllegalArgumentException(file + ":" + opened + " is never closed");
        }
        return new Document(file, text, List.copyOf(blocks));
    }

    /** The blocks that a reader may paste into a shell. */
    List<Block> commands() {
        return blocks.stream().filter(it -> it.language().equals("sh")).toList();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
