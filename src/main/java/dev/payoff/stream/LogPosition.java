package dev.payoff.stream;

import dev.payoff.app.Topics;

/** A partition of one of the measurement topics. */
record LogPosition(String topic, int partition) implements Comparable<LogPosition> {

    private static final int PARTITIONS_PER_TOPIC = 100_000;

    /** One number for topic and partition, for the order of readings with equal times. */
    int code() {
        return Topics.MEASUREMENTS.indexOf(topic) * PARTITIONS_PER_TOPIC + partition;
    }

    /** Names a record for a person. */
    String origin(long offset) {
        return topic + "/" + partition + "/" + offset;
    }

    @Override
    public int compareTo(LogPosition other) {
        int byTopic = topic.compareTo(other.topic);
        return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
    }
}
