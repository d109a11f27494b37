package dev.payoff.app;

import dev.payoff.app.OutgoingAnswer.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where the application may call out to at somebody's wish. Pure: names are not looked up here, so
 * whoever connects must ask {@link #permits} for each address that the name turned out to have.
 *
 * <p>IPv6 is judged the other way round than IPv4: only global unicast (2000::/3, RFC 4291) is
 * open, less what the IANA special-purpose registry takes out of it. Addresses that carry an IPv4
 * address (mapped, NAT64 of RFC 6052, 6to4) are judged by it.
 */
@ApplicationScoped
public class OutgoingRules {

    private static final int MAX_URL_CHARS = 2048;
    private static final Pattern DOTTED_QUAD =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern ENDS_IN_A_NUMBER =
            Pattern.compile("(?:^|.*\\.)(?:\\d+|0x[0-9a-f]*)\\.?");

    private static final List<Cidr> CLOSED_V4 =
            Cidr.list(
                    "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,"
                            + "192.0.0.0/24,192.0.2.0/24,192.88.99.0/24,192.168.0.0/16,198.18.0.0/15,"
                            + "198.51.100.0/24,203.0.113.0/24,224.0.0.0/4,240.0.0.0/4");
    private static final List<Cidr> OPEN_V6 = Cidr.list("2000::/3");
    private static final List<Cidr> CLOSED_V6 = Cidr.list("2001::/23,2001:db8::/32,3fff::/20");
    private static final Cidr MAPPED = Cidr.of("::ffff:0:0/96");
    private static final Cidr NAT64 = Cidr.of("64:ff9b::/96");
    private static final Cidr SIX_TO_FOUR = Cidr.of("2002::/16");

    private final List<Cidr> allowed;

    /**
     * @param allow CIDR blocks, separated by commas, that are open although they are not public
     */
    @Inject
    public OutgoingRules(@ConfigProperty(name = "payoff.outgoing.allow") Optional<String> allow) {
        this.allowed = Cidr.list(allow.orElse(""));
    }

    /** What is to be thought of a URL before its name is looked up. */
    public sealed interface Verdict {

        /**
         * May be called if its addresses may.
         *
         * @param host the name, or an address literal without brackets
         * @param literal the address, where the host is a literal
         */
        record Callable(URI uri, String host, int port, boolean tls, @Nullable InetAddress literal)
                implements Verdict {}

        /** Must not be called. */
        record Refused(Refusal reason, String detail) implements Verdict {}
    }

    /** Judges a URL as it was written. */
    public Verdict judge(String url) {
        if (url.length() > MAX_URL_CHARS) {
            return refused(Refusal.MALFORMED, "it has over " + MAX_URL_CHARS + " characters");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return refused(Refusal.MALFORMED, "it is not a URL (RFC 3986)");
        }
        String scheme = uri.getScheme();
        if (scheme == null
                || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
            return refused(Refusal.SCHEME, "it is neither http nor https");
        }
        if (uri.getRawUserInfo() != null) {
            return refused(Refusal.USER_INFO, "it carries a user name or password");
        }
        if (uri.getRawFragment() != null) {
            return refused(Refusal.MALFORMED, "it has a fragment");
        }
        return judgeHost(uri, "https".equalsIgnoreCase(scheme));
    }

    private Verdict judgeHost(URI uri, boolean tls) {
        String host = uri.getHost();
        if (host == null || host.isEmpty()) {
            return refused(Refusal.MALFORMED, "it names no host, or one that is no DNS name");
        }
        int port = uri.getPort() == -1 ? (tls ? 443 : 80) : uri.getPort();
        if (port < 1 || port > 65_535) {
            return refused(Refusal.MALFORMED, "its port is none");
        }
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
            if (host.indexOf('%') >= 0) {
                return refused(Refusal.MALFORMED, "its address has a zone");
            }
        } else if (!DOTTED_QUAD.matcher(host).matches()) {
            return ENDS_IN_A_NUMBER.matcher(host.toLowerCase(Locale.ROOT)).matches()
                    ? refused(Refusal.MALFORMED, "its address is not four decimal numbers")
                    : new Verdict.Callable(uri, host, port, tls, null);
        }
        InetAddress literal = literal(host);
        return permits(literal)
                ? new Verdict.Callable(uri, host, port, tls, literal)
                : refused(Refusal.BLOCKED_ADDRESS, literal.getHostAddress() + " is not public");
    }

    /** Whether an address may be connected to. */
    public boolean permits(InetAddress address) {
        byte[] bytes = address.getAddress();
        return allows(address) || (bytes.length == 4 ? openV4(bytes) : openV6(bytes));
    }

    /** Whether an address is open by the operator's wish, though it may not be public. */
    public boolean allows(InetAddress address) {
        byte[] bytes = address.getAddress();
        return anyHolds(allowed, bytes)
                || MAPPED.holds(bytes) && anyHolds(allowed, Arrays.copyOfRange(bytes, 12, 16));
    }

    private boolean openV4(byte[] v4) {
        return !anyHolds(CLOSED_V4, v4);
    }

    private boolean openV6(byte[] v6) {
        if (MAPPED.holds(v6) || NAT64.holds(v6)) {
            return openV4(Arrays.copyOfRange(v6, 12, 16));
        }
        if (SIX_TO_FOUR.holds(v6)) {
            return openV4(Arrays.copyOfRange(v6, 2, 6));
        }
        return anyHolds(OPEN_V6, v6) && !anyHolds(CLOSED_V6, v6);
    }

    private static boolean anyHolds(List<Cidr> blocks, byte[] address) {
        return blocks.stream().anyMatch(block -> block.holds(address));
    }

    private static Verdict refused(Refusal reason, String detail) {
        return new Verdict.Refused(reason, detail);
    }

    private static InetAddress literal(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + host, e);
        }
    }

    /** A block of addresses. */
    private record Cidr(byte[] prefix, int bits) {

        static List<Cidr> list(String blocks) {
            return Arrays.stream(blocks.split(","))
                    .map(String::strip)
                    .filter(block -> !block.isEmpty())
                    .map(Cidr::of)
                    .toList();
        }

        static Cidr of(String block) {
            int slash = block.indexOf('/');
            String address = slash < 0 ? block : block.substring(0, slash);
            if (!address.contains(":") && !DOTTED_QUAD.matcher(address).matches()) {
                throw new IllegalArgumentException("not a block of addresses: " + block);
            }
            byte[] prefix = unmapped(address);
            int bits = slash < 0 ? prefix.length * 8 : Integer.parseInt(block.substring(slash + 1));
            if (bits < 0 || bits > prefix.length * 8) {
                throw new IllegalArgumentException("not a block of addresses: " + block);
            }
            return new Cidr(prefix, bits);
        }

        /** Java reads ::ffff:0:0 as IPv4; here it must stay what it is. */
        private static byte[] unmapped(String address) {
            byte[] bytes = literal(address).getAddress();
            if (bytes.length == 16 || !address.contains(":")) {
                return bytes;
            }
            byte[] mapped = new byte[16];
            mapped[10] = (byte) 0xFF;
            mapped[11] = (byte) 0xFF;
            System.arraycopy(bytes, 0, mapped, 12, 4);
            return mapped;
        }

        boolean holds(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit += 8) {
                int mask = bits - bit >= 8 ? 0xFF : 0xFF << (8 - (bits - bit)) & 0xFF;
                if (((address[bit / 8] ^ prefix[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
