package dev.payoff.bench;

/**
 * What one run of a competitor came to, between its first fifth and its end.
 *
 * @param perSecond records committed per second
 * @param app CPU-seconds per million records, likewise broker, database and redis
 * @param peakMebibytes the most memory of the competitor's process
 * @param startSeconds from the start of the process to the first committed record
 * @param busyCores of the machine, everything on it
 * @param wal bytes a record
 */
record Result(
        String name,
        double perSecond,
        double app,
        double broker,
        double database,
        double redis,
        long peakMebibytes,
        double startSeconds,
        double busyCores,
        double wal) {

    static Result between(
            String name, Look from, Look to, long peakMebibytes, double startSeconds) {
        double seconds = (to.nanos() - from.nanos()) / 1e9;
        double millions = (to.records() - from.records()) / 1e6;
        return new Result(
                name,
                millions * 1e6 / seconds,
                (to.app() - from.app()) / millions,
                (to.broker() - from.broker()) / millions,
                (to.database() - from.database()) / millions,
                (to.redis() - from.redis()) / millions,
                peakMebibytes,
                startSeconds,
                (to.machine() - from.machine()) / seconds,
                (to.wal() - from.wal()) / millions / 1e6);
    }

    double total() {
        return app + broker + database + redis;
    }
}
