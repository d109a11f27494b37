package dev.payoff.app;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Has the application's connections remember longer statements than the client does by itself
 * (2,048 characters): what it does not remember PostgreSQL parses and plans anew each time, which
 * takes longer than running it.
 */
@Singleton
public class LongStatements implements PgPoolCreator {

    /** Of one statement; so many of them are remembered as the client has room for. */
    static final int MAX_CHARS = 8_192;

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList()
                .forEach(options ->
                        options.setPreparedStatementCacheSqlFilter(
                                sql -> sql.length() <= MAX_CHARS));
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(List.copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
