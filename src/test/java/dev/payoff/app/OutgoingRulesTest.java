package dev.payoff.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.app.OutgoingRules.Verdict;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which URLs and addresses may be called. */
class OutgoingRulesTest {

    private final OutgoingRules rules = new OutgoingRules(Optional.empty());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.slack.com/services/T0/B0/abc",
                "http://example.com",
                "HTTPS://EXAMPLE.COM:8443/a?b=c",
                "https://93.184.216.34/x",
                "https://[2606:2800:220:1:248:1893:25c8:1946]/",
                "https://[64:ff9b::93.184.216.34]/",
                "https://xn--bcher-kva.example/",
                "https://1e100.net/",
            })
    void callable(String url) {
        assertThat(rules.judge(url)).isInstanceOf(Verdict.Callable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void closed(String address) throws Exception {
        assertThat(rules.permits(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00::1",
                "2002:101:101::1",
                "64:ff9b::101:101"
            })
    void open(String address) throws Exception {
        assertThat(rules.permits(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void aMappedAddressIsJudgedByTheOneItCarries() throws Exception {
        // InetAddress would turn it into IPv4 by itself; the record below stands for a resolver
        // that does not.
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xFF;
        mapped[12] = 127;
        mapped[15] = 1;
        InetAddress address = java.net.Inet6Address.getByAddress("x", mapped, -1);

        assertThat(address.getAddress()).hasSize(16);
        assertThat(rules.permits(address)).isFalse();
        assertThat(new OutgoingRules(Optional.of("127.0.0.1/32")).permits(address)).isTrue();
    }

    @Test
    void theOperatorOpensBlocks() throws Exception {
        OutgoingRules local = new OutgoingRules(Optional.of("127.0.0.1/32, 10.1.0.0/16,fd00::/8"));

        assertThat(local.permits(InetAddress.getByName("127.0.0.1"))).isTrue();
        assertThat(local.permits(InetAddress.getByName("127.0.0.2"))).isFalse();
        assertThat(local.permits(InetAddress.getByName("10.1.255.1"))).isTrue();
        assertThat(local.permits(InetAddress.getByName("10.2.0.1"))).isFalse();
        assertThat(local.permits(InetAddress.getByName("fd12::1"))).isTrue();
        assertThat(local.permits(InetAddress.getByName("::1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/x"})
    void aBlockThatIsNoneStopsTheStart(String block) {
        assertThatThrownBy(() -> new OutgoingRules(Optional.of(block)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
