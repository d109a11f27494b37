package dev.payoff.app;

import dev.payoff.app.OutgoingAnswer.Answered;
import dev.payoff.app.OutgoingAnswer.Failed;
import dev.payoff.app.OutgoingAnswer.Failure;
import dev.payoff.app.OutgoingAnswer.Refusal;
import dev.payoff.app.OutgoingAnswer.Refused;
import dev.payoff.app.OutgoingRules.Verdict.Callable;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls to addresses that users name: connectors' pulls, webhooks, Slack. A name is looked up once;
 * each of its addresses must pass {@link OutgoingRules}; the connection goes to one of the very
 * addresses that passed, while the name stays in {@code Host} and in TLS. So a name that changes
 * its address between check and use gains nothing. Redirects are not followed, bodies are not
 * unpacked, connections are not kept.
 *
 * <p>Every outcome is an {@link OutgoingAnswer}; the Uni does not fail.
 */
@ApplicationScoped
public class Outgoing {

    private static final int MAX_CONNECTIONS_A_HOST = 8;
    private static final Set<String> NOT_FOR_CALLERS =
            Set.of("host", "content-length", "transfer-encoding", "connection", "expect");

    /** How names become addresses; the system's resolver but in tests. */
    interface Resolver {
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    private final Vertx vertx;
    private final OutgoingRules rules;
    private final Resolver resolver;
    private final HttpClient client;

    /** Resolves names as the system does. */
    @Inject
    public Outgoing(Vertx vertx, OutgoingRules rules) {
        this(vertx, rules, host -> List.of(InetAddress.getAllByName(host)));
    }

    Outgoing(Vertx vertx, OutgoingRules rules, Resolver resolver) {
        this.vertx = vertx;
        this.rules = rules;
        this.resolver = resolver;
        this.client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setKeepAlive(false)
                                .setMaxPoolSize(MAX_CONNECTIONS_A_HOST)
                                .setVerifyHost(true));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** GETs what is at the URL. */
    public Uni<OutgoingAnswer> get(URI uri, Map<String, String> headers, OutgoingLimits limits) {
        return call(HttpMethod.GET, uri, headers, null, limits);
    }

    /** POSTs a body to the URL. */
    public Uni<OutgoingAnswer> post(
            URI uri, Map<String, String> headers, byte[] body, OutgoingLimits limits) {
        return call(HttpMethod.POST, uri, headers, body, limits);
    }

    private Uni<OutgoingAnswer> call(
            HttpMethod method,
            URI uri,
            Map<String, String> headers,
            byte @Nullable [] body,
            OutgoingLimits limits) {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (!sendable(header.getKey(), header.getValue())) {
                return Uni.createFrom()
                        .item(
                                new Refused(
                                        Refusal.HEADER,
                                        "the header " + header.getKey() + " cannot be sent"));
            }
        }
        return switch (rules.judge(uri.toString())) {
            case OutgoingRules.Verdict.Refused(Refusal reason, String detail) ->
                    Uni.createFrom().item(new Refused(reason, detail));
            case Callable target ->
                    Uni.createFrom()
                            .completionStage(() ->
                                    new Call(target, method, headers, body, limits)
                                            .start()
                                            .toCompletionStage());
        };
    }

    /** One call; its handlers run on the event loop that it got. */
    private final class Call {
        private final Callable target;
        private final HttpMethod method;
        private final Map<String, String> headers;
        private final byte @Nullable [] body;
        private final OutgoingLimits limits;
        private final Promise<OutgoingAnswer> answer = Promise.promise();
        private volatile @Nullable HttpClientRequest request;
        private volatile @Nullable Integer status;

        Call(
                Callable target,
                HttpMethod method,
                Map<String, String> headers,
                byte @Nullable [] body,
                OutgoingLimits limits) {
            this.target = target;
            this.method = method;
            this.headers = headers;
            this.body = body;
            this.limits = limits;
        }

        Future<OutgoingAnswer> start() {
            long timer =
                    vertx.setTimer(
                            limits.total().toMillis(),
                            id -> fail(Failure.TIMEOUT, "no answer within " + limits.total()));
            InetAddress literal = target.literal();
            if (literal != null) {
                connect(List.of(literal));
            } else {
                vertx.executeBlocking(() -> resolver.resolve(target.host()), false)
                        .onSuccess(found -> connect(found == null ? List.of() : found))
                        .onFailure(e -> connect(List.of()));
            }
            return answer.future().onComplete(done -> vertx.cancelTimer(timer));
        }

        private void connect(List<InetAddress> addresses) {
            if (answer.future().isComplete()) {
                return;
            }
            if (addresses.isEmpty()) {
                fail(Failure.UNRESOLVED, target.host() + " has no address");
                return;
            }
            for (InetAddress address : addresses) {
                if (!rules.permits(address)) {
                    refuse(
                            Refusal.BLOCKED_ADDRESS,
                            target.host() + " is " + address.getHostAddress() + ", not public");
                    return;
                }
            }
            // IPv4 first: a container often has an IPv6 stack that leads nowhere.
            InetAddress pinned =
                    addresses.stream()
                            .min(Comparator.comparingInt(a -> a.getAddress().length))
                            .orElseThrow();
            RequestOptions options =
                    new RequestOptions()
                            .setMethod(method)
                            .setServer(
                                    SocketAddress.inetSocketAddress(
                                            new InetSocketAddress(pinned, target.port())))
                            .setHost(target.host())
                            .setPort(target.port())
                            .setSsl(target.tls())
                            .setURI(requestUri(target.uri()))
                            .setFollowRedirects(false)
                            .setConnectTimeout(limits.connect().toMillis());
            client.request(options)
                    .onSuccess(this::send)
                    .onFailure(e -> fail(Failure.UNREACHABLE, reason(e)));
        }

        private void send(HttpClientRequest sending) {
            request = sending;
            if (answer.future().isComplete()) {
                sending.reset();
                return;
            }
            sending.exceptionHandler(e -> fail(Failure.BROKEN, reason(e)));
            headers.forEach(sending::putHeader);
            sending.response()
                    .onSuccess(this::receive)
                    .onFailure(e -> fail(Failure.BROKEN, reason(e)));
            Future<Void> sent = body == null ? sending.end() : sending.end(Buffer.buffer(body));
            sent.onFailure(e -> fail(Failure.BROKEN, reason(e)));
        }

        private void receive(HttpClientResponse response) {
            status = response.statusCode();
            Buffer received = Buffer.buffer();
            response.handler(chunk -> {
                if (received.length() + chunk.length() > limits.maxBodyBytes()) {
                    fail(
                            Failure.TOO_LARGE,
                            "the answer is over " + limits.maxBodyBytes() + " bytes");
                } else {
                    received.appendBuffer(chunk);
                }
            });
            response.exceptionHandler(e -> fail(Failure.BROKEN, reason(e)));
            response.endHandler(end -> {
                Map<String, String> got = new HashMap<>();
                response.headers()
                        .forEach(header ->
                                got.putIfAbsent(
                                        header.getKey().toLowerCase(Locale.ROOT),
                                        header.getValue()));
                answer.tryComplete(
                        new Answered(response.statusCode(), Map.copyOf(got), received.getBytes()));
            });
        }

        private void refuse(Refusal reason, String detail) {
            answer.tryComplete(new Refused(reason, detail));
        }

        private void fail(Failure reason, String detail) {
            if (answer.tryComplete(new Failed(reason, status, detail))) {
                HttpClientRequest open = request;
                if (open != null) {
                    open.reset();
                }
            }
        }
    }

    private static String requestUri(URI uri) {
        String path = uri.getRawPath();
        String query = uri.getRawQuery();
        return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }

    private static boolean sendable(String name, String value) {
        return !NOT_FOR_CALLERS.contains(name.toLowerCase(Locale.ROOT))
                && name.chars().allMatch(c -> c > ' ' && c < 127 && c != ':')
                && value.chars().allMatch(c -> c >= ' ' && c != 127 || c == '\t');
    }

    /** The kind of failure; its message may hold the URL, and a URL may hold a secret. */
    private static String reason(Throwable failure) {
        return failure.getClass().getSimpleName();
    }
}
